package dev.musubi.issuer.openid.claims;

import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The four attributes as claims. Nothing is made up: family and given name only where the certificate parts them, a date
 * of birth with its known parts, and which characters of a text stand for others that could not be written.
 */
public final class PersonClaims {

    /** Which characters of a name or an address stand for others that could not be written. */
    public static final String SUBSTITUTES = "substitute_characters";

    private static final char NAME_SEPARATOR = '\u3000';

    private static final Map<Attribute, List<String>> CLAIMS = Map.of(
            Attribute.NAME, List.of("name", "family_name", "given_name"),
            Attribute.ADDRESS, List.of("address"),
            Attribute.DATE_OF_BIRTH, List.of("birthdate", "birthdate_parts"),
            Attribute.SEX, List.of("gender"));

    private PersonClaims() {}

    /** The attribute a claim says; empty for claims that say none. */
    public static Optional<Attribute> attributeOf(String claim) {
        return CLAIMS.entrySet().stream()
                .filter(each -> each.getValue().contains(claim))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The names of all claims that can say these items. */
    public static List<String> names(Set<Attribute> items) {
        return Stream.concat(
                        items.stream().flatMap(item -> claimsOf(item).stream()),
                        // Only texts have characters that stand for others.
                        items.contains(Attribute.NAME) || items.contains(Attribute.ADDRESS)
                                ? Stream.of(SUBSTITUTES)
                                : Stream.empty())
                .toList();
    }

    /** All claims that say these items. */
    public static Map<String, Object> of(FourAttributes attributes, Set<Attribute> items) {
        Map<String, Object> claims = new LinkedHashMap<>();
        Map<String, Object> substitutes = new LinkedHashMap<>();
        if (items.contains(Attribute.NAME)) {
            name(attributes.name().value(), claims);
            substitutes.put("name", flags(attributes.name()));
        }
        if (items.contains(Attribute.DATE_OF_BIRTH)) {
            birth(attributes.dateOfBirth(), claims);
        }
        if (items.contains(Attribute.SEX)) {
            switch (attributes.sex()) {
                case MALE, FEMALE ->
                    claims.put("gender", attributes.sex().name().toLowerCase(Locale.ROOT));
                default -> claims.put("gender", "unknown");
            }
        }
        if (items.contains(Attribute.ADDRESS)) {
            claims.put("address", AddressParts.of(attributes.address().value()));
            substitutes.put("address", flags(attributes.address()));
        }
        if (!substitutes.isEmpty()) {
            claims.put(SUBSTITUTES, substitutes);
        }
        return claims;
    }

    private static List<String> claimsOf(Attribute attribute) {
        return Objects.requireNonNull(CLAIMS.get(attribute));
    }

    private static void name(String name, Map<String, Object> claims) {
        claims.put("name", name);
        int separator = name.indexOf(NAME_SEPARATOR);
        if (separator > 0 && separator == name.lastIndexOf(NAME_SEPARATOR) && separator < name.length() - 1) {
            claims.put("family_name", name.substring(0, separator));
            claims.put("given_name", name.substring(separator + 1));
        }
    }

    private static void birth(DateOfBirth birth, Map<String, Object> claims) {
        Map<String, Object> parts = new LinkedHashMap<>();
        if (birth.year() != 0) {
            parts.put("year", birth.year());
        }
        if (birth.month() != 0) {
            parts.put("month", birth.month());
        }
        if (birth.day() != 0) {
            parts.put("day", birth.day());
        }
        birth.complete().map(LocalDate::toString).ifPresentOrElse(date -> claims.put("birthdate", date), () -> {
            // The claim knows a whole date or a year; the parts say what else is known.
            if (birth.year() != 0) {
                claims.put("birthdate", String.format(Locale.ROOT, "%04d", birth.year()));
            }
        });
        if (!parts.isEmpty()) {
            claims.put("birthdate_parts", parts);
        }
    }

    /** One digit a character, 1 where it stands for another. */
    private static String flags(PersonText text) {
        return text.substituteFlags();
    }
}
