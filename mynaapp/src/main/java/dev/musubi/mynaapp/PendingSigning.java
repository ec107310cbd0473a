package dev.musubi.mynaapp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A signature under way.
 *
 * @param transaction the server's transaction
 * @param documentHash SHA-256 of what is to be signed, in hexadecimal: what the evidence is to be checked against
 */
public record PendingSigning(
        UUID transaction,
        String documentHash,
        String state,
        String nonce,
        String codeVerifier,
        String redirectUri,
        Instant startedAt,
        Instant until)
        implements Pending {

    private static final String KIND = "signing";

    /** The hash of what is to be signed. */
    public DocumentHash document() {
        return DocumentHash.ofHex(documentHash);
    }

    @Override
    public String write() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("transaction", transaction.toString());
        members.put("documentHash", documentHash);
        return PendingText.write(KIND, this, members);
    }

    /**
     * What {@link #write()} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static PendingSigning read(String text) {
        PendingText read = PendingText.read(KIND, text);
        return new PendingSigning(
                UUID.fromString(read.string("transaction")),
                DocumentHash.ofHex(read.string("documentHash")).hex(),
                read.string("state"),
                read.string("nonce"),
                read.string("codeVerifier"),
                read.string("redirectUri"),
                read.instant("startedAt"),
                read.instant("until"));
    }

    @Override
    public String toString() {
        return "PendingSigning[redacted]";
    }
}
