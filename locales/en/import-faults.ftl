# What is wrong with a row of a file, or with the file. The sentences on rows stand behind the value.
row-no-id = is no id such as 47aa2dba-d9e2-4c8d-a09f-001680289e32 (32 digits 0-9 a-f with hyphens)
row-name-empty = is empty; a name is needed
# $count (String)
row-name-long = has { $count } characters; at most 1,024 are taken
row-domain-empty = is empty; a domain name such as contoso.com is needed
row-domain-space = has white space; a domain name such as contoso.com has none
row-domain-long = has more than 255 characters, the longest a domain name can be
row-no-mpn-id = is no MPN ID: 1 to 10 digits, such as 4000037
row-no-quantity = is no whole number from 1 to 100000, written without separators
# $words (String)
row-no-word = is none of { $words }, in English, Korean or Chinese
row-torn = something stands behind a closing quote; a quote inside a cell is written twice
# $cells (String)
# $width (String)
row-width = the row has { $cells } cells, the header { $width }; a comma is missing or too many
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
# $line (String)
file-nul = the row in line { $line } has a NUL; save the file as CSV UTF-8
# $word (String)
file-twice = the column “{ $word }” stands twice in the header
# $column (String)
# $columns (String)
file-missing = the column “{ $column }” is missing; the columns are { $columns }
# $columns (String)
file-no-commas = the columns are not separated by commas; save the file as CSV UTF-8 ({ $columns })
# $word (String)
# $columns (String)
file-unknown-column = the first line names an unknown column “{ $word }”; the columns are { $columns }
# $format (String)
file-other = the file is { $format }, whatever its name says; save it as CSV UTF-8 and try again
# $line (String)
file-not-utf8 = line { $line } is not UTF-8; save the file as “CSV UTF-8 (comma delimited)” and try again
# $line (String)
file-cut-off = the file ends inside a quoted cell that begins in line { $line }; it was cut off, or a quote is missing
# $line (String)
file-long-row = the row in line { $line } is longer than 1 MiB; a closing quote is missing, or this is no CSV file
format-zip = a zip archive or an Excel workbook (.xlsx)
format-xls = an old Excel workbook (.xls)
format-utf16 = text in UTF-16
format-gzip = a gzip archive
format-pdf = a PDF
format-markup = a web page or XML
