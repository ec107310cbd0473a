package dev.musubi.card.virtual;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.CardKey;
import dev.musubi.card.CardPin;
import dev.musubi.card.TokenKind;
import dev.musubi.jpki.attributes.FourAttributes;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is put on a virtual card when it is made. {@link #toString()} gives nothing away but the kind.
 *
 * @param token what the JPKI application says it lives in
 * @param authentication the sign-in key, or null if there is none
 * @param signature the signature key, or null if there is none (children under fifteen have none)
 * @param cardSurface the four attributes of the card-surface input application, or null for no such application (a phone)
 */
public record CardContent(
        TokenKind token,
        @Nullable KeyOnCard authentication,
        @Nullable KeyOnCard signature,
        @Nullable FourAttributes cardSurface) {

    private static final int TOKEN_INFORMATION = 0x0006;
    private static final int AVAILABILITY = 0x0008;
    private static final int MY_NUMBER = 0x0001;
    private static final int ATTRIBUTES = 0x0002;

    Map<CardApplicationId, CardApplication> applications() {
        Map<CardApplicationId, CardApplication> applications = new EnumMap<>(CardApplicationId.class);
        put(applications, CardApplicationId.ISSUER_SECURITY_DOMAIN, Map.of());
        put(applications, CardApplicationId.JPKI, jpki());
        if (cardSurface != null) {
            put(applications, CardApplicationId.CARD_SURFACE_INPUT, cardSurfaceInput(cardSurface));
        }
        return applications;
    }

    private static void put(
            Map<CardApplicationId, CardApplication> applications, CardApplicationId id, Map<Integer, CardFile> files) {
        applications.put(id, new CardApplication(id, files));
    }

    private Map<Integer, CardFile> jpki() {
        Map<Integer, CardFile> files = new HashMap<>();
        files.put(TOKEN_INFORMATION, free(TokenInformation.of(token)));
        files.put(AVAILABILITY, free(new byte[] {(byte) 0x8F, (byte) 0x8F, 0}));
        files.put(CardPin.AUTHENTICATION.fileId(), new CardFile.Pin(CardPin.AUTHENTICATION));
        files.put(CardPin.SIGNATURE.fileId(), new CardFile.Pin(CardPin.SIGNATURE));
        if (authentication != null) {
            putKey(files, CardKey.AUTHENTICATION, authentication, new CardFile.Access.Free());
        }
        if (signature != null) {
            putKey(files, CardKey.SIGNATURE, signature, new CardFile.Access.After(CardPin.SIGNATURE));
        }
        return files;
    }

    private static void putKey(Map<Integer, CardFile> files, CardKey key, KeyOnCard onCard, CardFile.Access access) {
        files.put(key.certificateFile(), new CardFile.Transparent(onCard::certificate, access));
        files.put(key.authorityFile(), new CardFile.Transparent(onCard::authority, new CardFile.Access.Free()));
        files.put(key.keyFile(), new CardFile.Key(onCard.signer(), key.pin()));
    }

    /** The My Number file is there and refuses; there is no number in it. */
    private static Map<Integer, CardFile> cardSurfaceInput(FourAttributes attributes) {
        return Map.of(
                MY_NUMBER,
                new CardFile.Transparent(() -> new byte[0], new CardFile.Access.Never()),
                ATTRIBUTES,
                new CardFile.Transparent(
                        () -> CardSurfaceText.encode(attributes), new CardFile.Access.After(CardPin.CARD_SURFACE)),
                CardPin.CARD_SURFACE.fileId(),
                new CardFile.Pin(CardPin.CARD_SURFACE));
    }

    private static CardFile free(byte[] content) {
        return new CardFile.Transparent(() -> content, new CardFile.Access.Free());
    }

    @Override
    public String toString() {
        return "CardContent[" + token + "]";
    }
}
