# What is wrong with a row of a file, or with the file. The sentences on rows stand behind the value.
row-no-id = is no id such as 47aa2dba-d9e2-4c8d-a09f-001680289e32 (32 digits 0-9 a-f with hyphens)
# $id (String) - the id of now
row-former-id = is the former ID of the customer { $id }, which this file also contains. Keep only one of the two rows.
row-name-empty = is empty; a name is needed
row-name-invisible = has a letter that cannot be seen, such as a line break or a mark of direction; type the name again
# $count (String)
row-name-long = has { $count } characters; at most 1,024 are taken
row-domain-empty = is empty; a domain name such as contoso.com is needed
row-domain-space = has white space; a domain name such as contoso.com has none
row-domain-wrong = is no domain name such as contoso.com, without https:// and without a path
row-domain-long = has more than 255 characters, the longest a domain name can be
row-no-mpn-id = is no MPN ID: 1 to 10 digits, such as 4000037
row-no-quantity = is no whole number from 1 to 10,000,000
# $words (String)
row-no-word = is none of { $words }, in English, Korean or Chinese
row-torn = has something behind a closing quotation mark; write a quotation mark inside a cell twice
row-space-before-quote = has a space before its first quotation mark; delete the space
# $found (String)
# $column (String)
row-stray = there is “{ $found }” in column { $column }, which has no name; put a cell that has a comma between quotation marks, or delete the cell
# $id (String)
row-not-this-customer = is another customer; the file is imported for { $id }
# $line (String)
row-repeated = stands in line { $line } already; keep one of the two
row-relationship-ended = has a relationship that was ended here; ask the customer for a new relationship first
row-unknown-customer = is no customer of yours; import the customers first
row-customer-ended = has a relationship that was ended here; it can have no subscriptions
# $id (String)
row-other-customers = belongs to the customer { $id } already
row-no-resellers-here = cannot be named here: only an indirect provider sells through resellers; leave it empty
row-unknown-reseller = is no indirect reseller of yours; request a partnership first, or leave it empty

file-empty = the file is empty; its first line has to name the columns
# $format (String)
file-other = the file is { $format }, whatever its name says; save it as CSV UTF-8 and try again
# Where in a file, and what is wrong there.
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
file-no-header = the names of the columns are missing. They are { $columns }; the line has “{ $found }”
file-twice = this column is in the header a second time; delete one of the two
# $column (String)
# $columns (String)
# $found (String)
file-missing = the column “{ $column }” is missing. The columns are { $columns }; the file has { $found }
# $columns (String)
file-unknown-column = this column is unknown; the columns are { $columns }. Delete the column or correct its name
file-other-header = another table with other columns begins here; save it as a file of its own
file-nul = there is a NUL character, which is not text; save the file as CSV UTF-8
# $encoding (String)
file-not-text = the text is not { $encoding }; save the file as “CSV UTF-8 (comma delimited)” and try again
file-cut-off = the file ends inside a quoted cell of the row that begins here; the file was cut off, or a quotation mark is missing
file-long-row = the row is longer than 1 MiB; a closing quotation mark is missing, or this is not a CSV file
format-zip = a zip archive or an Excel workbook (.xlsx)
format-xls = an old Excel workbook (.xls)
format-gzip = a gzip archive
format-pdf = a PDF
format-markup = a web page or XML
