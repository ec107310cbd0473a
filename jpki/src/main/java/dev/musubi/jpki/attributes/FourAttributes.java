package dev.musubi.jpki.attributes;

/**
 * Name, address, date of birth and sex (基本4情報), as a signature certificate says them. {@link #toString()} gives
 * nothing away.
 */
public record FourAttributes(PersonText name, PersonText address, DateOfBirth dateOfBirth, Sex sex) {

    /**
     * Compares attribute by attribute, without normalising. A substitute character or an unknown part of a date is never
     * taken for equal: what else is known agreeing, the answer is {@link Agreement#UNDECIDED}.
     */
    public AttributeComparison compareWith(FourAttributes other) {
        return new AttributeComparison(
                name.agreementWith(other.name),
                address.agreementWith(other.address),
                dateOfBirth.agreementWith(other.dateOfBirth),
                sex.agreementWith(other.sex));
    }

    @Override
    public String toString() {
        return "FourAttributes[redacted]";
    }
}
