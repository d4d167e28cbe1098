# What is wrong with a row of a file, or with the file. The messages about rows are displayed after the cell's value.
row-no-id = is not a valid ID, such as 47aa2dba-d9e2-4c8d-a09f-001680289e32 (32 characters 0-9 and a-f, with hyphens)
# $id (String) - the current ID
row-former-id = is the former ID of customer { $id }, which this file also contains; keep only one of the two rows
row-name-empty = is empty; enter a name
row-name-invisible = contains an invisible character, such as a line break or a direction mark; type the name again
# $count (String)
row-name-long = has { $count } characters; the maximum is 1,024
row-domain-empty = is empty; enter a domain name, such as contoso.com
row-domain-space = contains spaces; remove them
row-domain-wrong = is not a valid domain name; enter a name such as contoso.com, without https:// and without a path
row-domain-long = is longer than 255 characters, the maximum for a domain name
row-no-mpn-id = is not an MPN ID; enter 1 to 10 digits, such as 4000037
row-no-quantity = is not a whole number from 1 to 10,000,000
# $words (String)
row-no-word = is not one of these values, in English, Korean or Chinese: { $words }
row-torn = has text after a closing quotation mark; write a quotation mark inside a cell twice
row-space-before-quote = has a space before its first quotation mark; remove the space
# $found (String)
# $column (String)
row-stray = there is “{ $found }” in column { $column }, which has no name in the header; put a cell that contains a comma in quotation marks, or delete the cell
# $id (String)
row-not-this-customer = is another customer; this import is only for customer { $id }
# $line (String)
row-repeated = is already in line { $line }; keep only one of the two
row-relationship-ended = has a relationship that was removed in this portal; request a new relationship first
# $count (String)
# $most (String)
row-alias-long = has { $count } characters; the maximum is { $most }
# $most (String)
row-no-more-aliases = is one alias too many; a customer can have up to { $most }
# $name (String)
# $count (String)
# $most (String)
row-tag-long = contains the tag “{ $name }” with { $count } characters; the maximum is { $most }
# $name (String)
row-tag-invisible = contains the tag “{ $name }”, which has an invisible character or no letter; type the tag again
# $count (String)
# $most (String)
row-too-many-tags = has { $count } tags; a customer can have up to { $most }
# $most (String)
row-no-more-tags = needs new tags, but you already have { $most } tags, the maximum; delete or merge tags first
row-unknown-customer = is not one of your customers; import the customers first
row-customer-ended = has a relationship that was removed in this portal; request a new relationship before you import its subscriptions
# $id (String)
row-other-customers = already belongs to customer { $id }; check the subscription ID and the customer
row-no-resellers-here = must be empty, because only an indirect provider sells through resellers
row-unknown-reseller = is not one of your indirect resellers; request a partnership first, or leave it empty

file-empty = The file is empty. The first line must contain the column names.
# $format (String)
file-other = This file is actually { $format }. Save it as CSV UTF-8 and try again.
# A place in a file, and what is wrong there.
# $place (String)
# $what (String)
file-at = { $place }: { $what }
# $line (String)
place-line = line { $line }
# $line (String)
# $column (String)
place-cell = line { $line }, column { $column }
# $line (String)
# $column (String)
# $word (String)
place-column = line { $line }, column { $column } (“{ $word }”)
# $columns (String)
# $found (String)
file-no-header = the column names are missing. Expected columns: { $columns }. This line contains: “{ $found }”.
file-twice = the header contains this column twice. Delete one of the two.
# $column (String)
# $columns (String)
# $found (String)
file-missing = the column “{ $column }” is missing. Expected columns: { $columns }. Columns in the file: { $found }.
# $columns (String)
file-unknown-column = this column is unknown. Expected columns: { $columns }. Delete the column or correct its name.
file-other-header = another table with other columns begins here. Save it as a separate file.
file-nul = there is a NUL character, which is not text. Save the file as CSV UTF-8.
# $encoding (String)
file-not-text = the text is not { $encoding }. Save the file as “CSV UTF-8 (Comma delimited)” and try again.
file-cut-off = the file ends inside a quoted cell of the row that begins here. The file was cut off, or a quotation mark is missing. Check the row, or export the file again.
file-long-row = the row is longer than 1 MiB. A closing quotation mark is missing, or this is not a CSV file. Check the quotation marks in this row.
format-zip = a zip archive or an Excel workbook (.xlsx)
format-xls = an old Excel workbook (.xls)
format-gzip = a gzip archive
format-pdf = a PDF
format-markup = a web page or XML
row-order-waits = cannot replace the current reseller yet; another reseller’s order for this customer is waiting for a decision
