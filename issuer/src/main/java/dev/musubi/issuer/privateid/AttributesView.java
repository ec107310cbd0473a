package dev.musubi.issuer.privateid;

import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The four attributes as they leave the issuer: to their holder, or to a relying party the holder allowed them.
 *
 * @param name with U+3000 between family and given name, as on the certificate
 * @param address as on the certificate
 * @param birthdate ISO 8601 where all of it is known
 * @param birthdateParts its known parts, where some are not; a part that is not known is absent
 * @param sex MALE, FEMALE or UNKNOWN
 */
public record AttributesView(
        @Nullable Text name,
        @Nullable Text address,
        @Nullable String birthdate,
        @Nullable Parts birthdateParts,
        @Nullable String sex) {

    /**
     * A name or an address.
     *
     * @param value the text
     * @param substitutes one digit a character, 1 where another character stands for one that could not be written
     */
    public record Text(String value, String substitutes) {
        static Text of(PersonText text) {
            return new Text(text.value(), text.substituteFlags());
        }
    }

    /** The known parts of a date of birth. */
    public record Parts(
            @Nullable Integer year,
            @Nullable Integer month,
            @Nullable Integer day) {}

    /** These attributes and no others. */
    public static AttributesView of(FourAttributes attributes, Set<Attribute> items) {
        DateOfBirth birth = attributes.dateOfBirth();
        boolean withBirth = items.contains(Attribute.DATE_OF_BIRTH);
        return new AttributesView(
                items.contains(Attribute.NAME) ? Text.of(attributes.name()) : null,
                items.contains(Attribute.ADDRESS) ? Text.of(attributes.address()) : null,
                withBirth ? birth.complete().map(LocalDate::toString).orElse(null) : null,
                withBirth && birth.complete().isEmpty()
                        ? new Parts(known(birth.year()), known(birth.month()), known(birth.day()))
                        : null,
                items.contains(Attribute.SEX) ? attributes.sex().name() : null);
    }

    private static @Nullable Integer known(int part) {
        return part == 0 ? null : part;
    }
}
