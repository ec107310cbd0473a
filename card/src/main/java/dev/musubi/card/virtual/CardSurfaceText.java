package dev.musubi.card.virtual;

import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * EF 0002 of the card-surface input application: {@code FF20} around {@code DF21}, the places of the others from the
 * beginning of the file, two bytes each, and name, address, date of birth and sex in {@code DF22} to {@code DF25}. The date
 * has no era digit here, unlike on the certificate.
 */
final class CardSurfaceText {

    private static final int WHOLE = 0xFF20;
    private static final int PLACES = 0xDF21;
    private static final int PLACES_LENGTH = 8;

    private CardSurfaceText() {}

    static byte[] encode(FourAttributes attributes) {
        List<byte[]> fields = List.of(
                field(0xDF22, attributes.name().value()),
                field(0xDF23, attributes.address().value()),
                field(0xDF24, date(attributes.dateOfBirth())),
                field(0xDF25, attributes.sex().cardFaceCode()));
        int places = 3 + PLACES_LENGTH;
        int content = places + fields.stream().mapToInt(f -> f.length).sum();
        int place = object(WHOLE, new byte[content]).length - content + places;

        ByteArrayOutputStream index = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            index.write(place >> 8);
            index.write(place);
            body.writeBytes(field);
            place += field.length;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(object(PLACES, index.toByteArray()));
        whole.writeBytes(body.toByteArray());
        return object(WHOLE, whole.toByteArray());
    }

    private static String date(DateOfBirth date) {
        return String.format(Locale.ROOT, "%04d%02d%02d", date.year(), date.month(), date.day());
    }

    private static byte[] field(int tag, String text) {
        return object(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] object(int tag, byte[] content) {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.write(tag >> 8);
        object.write(tag);
        if (content.length > 0xFF) {
            object.write(0x82);
            object.write(content.length >> 8);
        } else if (content.length > 0x7F) {
            object.write(0x81);
        }
        object.write(content.length);
        object.writeBytes(content);
        return object.toByteArray();
    }
}
