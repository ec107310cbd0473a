package dev.musubi.jpki.certificate;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of an X.500 Name in their order (RFC 5280 section 4.1.2.4), as far as JPKI uses it: one attribute a relative
 * name, PrintableString or UTF8String.
 *
 * @param parts the parts, first the country
 */
public record NameParts(List<Part> parts) {

    /** countryName. */
    public static final String COUNTRY = "2.5.4.6";
    /** organizationName. */
    public static final String ORGANIZATION = "2.5.4.10";
    /** organizationalUnitName. */
    public static final String UNIT = "2.5.4.11";
    /** commonName. */
    public static final String COMMON_NAME = "2.5.4.3";

    /** One part: attribute type, dotted, and value. */
    public record Part(String type, String value) {}

    /** Copies the list. */
    public NameParts {
        parts = List.copyOf(parts);
    }

    /** Reads the DER of a Name. */
    public static NameParts read(byte[] der) throws DerException {
        DerReader outer = new DerReader(der);
        DerReader name = outer.enter(Tag.SEQUENCE);
        outer.end();
        List<Part> parts = new ArrayList<>();
        while (name.hasMore()) {
            DerReader set = name.enter(Tag.SET);
            DerReader attribute = set.enter(Tag.SEQUENCE);
            set.end();
            String type = attribute.oid();
            String value = attribute.nextIs(Tag.UTF8_STRING)
                    ? attribute.utf8String()
                    : attribute.asciiString(Tag.PRINTABLE_STRING);
            attribute.end();
            parts.add(new Part(type, value));
        }
        return new NameParts(parts);
    }

    /** Whether the part at this place has this type and value. */
    public boolean has(int index, String type, String value) {
        return index < parts.size() && parts.get(index).equals(new Part(type, value));
    }

    @Override
    public String toString() {
        return "NameParts[redacted]";
    }
}
