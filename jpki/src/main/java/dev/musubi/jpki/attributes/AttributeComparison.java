package dev.musubi.jpki.attributes;

/**
 * The outcome of {@link FourAttributes#compareWith(FourAttributes)}, attribute by attribute. It says nothing about the
 * values, so it may be stored and shown.
 */
public record AttributeComparison(Agreement name, Agreement address, Agreement dateOfBirth, Agreement sex) {

    /** All four taken together: different if any is, the same only if all are. */
    public Agreement overall() {
        return name.and(address).and(dateOfBirth).and(sex);
    }
}
