# Bill-to: names and address, by the rules of the country.
address-company-name = Bill-to company name
address-company-name-hint = Changes the name in the bill-to information and in your customer list only. The customer’s own company profile does not change.
address-contact = Bill-to contact
address-first-name = First name
address-last-name = Last name
address-email = Email address
address-phone = Phone number
address-place = Bill-to address
address-country = Country/region
address-choose-country = Choose a country/region
# Shown for a country whose addresses the portal has no rules for.
address-lenient = The portal cannot check addresses in this country/region. Make sure that the address is correct.
address-show-fields = Show fields for this country/region
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
address-example = For example, { $example }
# $example (String)
fault-postal-code = Enter a valid postal code for this country/region, such as { $example }.
fault-state = Choose a state or province from the list.
# The number of a company in the state's register (INN in Russia)
address-registration-number = Registration number
# $digits (String) - the number of digits: 9, or 10 or 12
address-registration-number-hint = { $digits } digits. A phone number is also required for this country/region.
# $digits (String)
fault-registration-number = Enter a registration number with { $digits } digits.
fault-no-registration-number = This country/region does not use registration numbers. Leave this field empty.
# $first (String) - numbers: 8, 10
# $last (String) - a number: 12
either-or = { $first } or { $last }
