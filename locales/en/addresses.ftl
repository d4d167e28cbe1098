# Bill-to: names and address, by the rules of the country.
address-company-name = Bill-to company name
address-company-name-hint = Changes the bill-to and your customer list only. The customer’s own company profile stays as it is.
address-contact = Bill-to contact
address-first-name = First name
address-last-name = Last name
address-email = Email address
address-phone = Phone number
address-place = Bill-to address
address-country = Country/region
address-choose-country = Choose a country/region
# Shown for a country whose addresses the portal has no rules for.
address-lenient = The portal knows no rules for addresses in this country/region. Check the address yourself.
address-show-fields = Show the fields of this country/region
address-line1 = Street address
address-line2 = Building, floor, unit
address-road = Road name and number
address-city = City
address-district = City, county or district
address-township = Township or district
address-state = State
address-region = Province or metropolitan city
address-county = County or city
address-prefecture = Prefecture
address-province = Province
address-postal-code = Postal code
address-zip-code = ZIP code
# $example (String) - a postal code
address-example = Such as { $example }
# $example (String)
fault-postal-code = This is not a postal code of the country/region. One looks like { $example }.
fault-state = Choose a state of the list.
# The number under which the state knows a company (INN in Russia)
address-registration-number = Registration number
# $digits (String) - how many: 9, or 10 or 12
address-registration-number-hint = { $digits } digits. In this country/region the phone number is needed too.
# $digits (String)
fault-registration-number = This is no registration number of the country/region. It has { $digits } digits.
fault-no-registration-number = The country/region has no such number. Leave this field empty.
# $first (String) - numbers: 8, 10
# $last (String) - a number: 12
either-or = { $first } or { $last }
