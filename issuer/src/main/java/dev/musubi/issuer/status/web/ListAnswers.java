package dev.musubi.issuer.status.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.musubi.issuer.status.KeptTokens;
import dev.musubi.issuer.status.StatusSettings;
import dev.musubi.issuer.status.StatusToken;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * How a signed list is sent: as a JWT or a CWT, whichever is asked for (Token Status List sections 8.1, 8.2), the JWT by gzip
 * to whoever takes that; and to whoever has it already, that nothing has changed (RFC 9110 section 13.1.2).
 */
@Component
final class ListAnswers {

    private static final MediaType JWT = MediaType.parseMediaType("application/statuslist+jwt");
    private static final MediaType CWT = MediaType.parseMediaType("application/statuslist+cwt");

    private static final MediaType CHANGES = MediaType.parseMediaType("application/statuslist-changes+jwt");
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final KeptTokens kept;
    private final StatusSettings settings;
    private final Cache<Content, byte[]> contents = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .<Content, byte[]>weigher((content, bytes) -> bytes.length)
            .build();

    ListAnswers(KeptTokens kept, StatusSettings settings) {
        this.kept = kept;
        this.settings = settings;
    }

    private record Content(StatusToken token, KeptTokens.Form form) {}

    ResponseEntity<byte[]> of(StatusToken token, HttpServletRequest request) {
        MediaType type = type(request);
        boolean gzip = type.equals(JWT) && takesGzip(request);
        String tag = "\"" + token.list() + "." + token.number() + "." + type.getSubtype() + (gzip ? ".gz" : "") + "\"";
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(
                        isKnown(request, tag) ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .eTag(tag)
                .cacheControl(CacheControl.maxAge(settings.ttl()).cachePublic())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT, HttpHeaders.ACCEPT_ENCODING);
        if (isKnown(request, tag)) {
            return answer.build();
        }
        if (gzip) {
            answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        byte[] content = content(token, type.equals(CWT) ? KeptTokens.Form.CWT : KeptTokens.Form.JWT_GZIP);
        return answer.contentType(type).body(type.equals(JWT) && !gzip ? inflated(content) : content);
    }

    /** What changed in a list, in the one form there is. */
    ResponseEntity<byte[]> ofChanges(String token, StatusToken latest, long from, HttpServletRequest request) {
        String tag = "\"" + latest.list() + "." + from + "-" + latest.number() + "\"";
        boolean known = isKnown(request, tag);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .eTag(tag)
                .cacheControl(CacheControl.maxAge(settings.ttl()).cachePublic());
        return known ? answer.build() : answer.contentType(CHANGES).body(token.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] content(StatusToken token, KeptTokens.Form form) {
        return Objects.requireNonNull(contents.get(
                new Content(token, form),
                each -> kept.content(each.token(), each.form())
                        .orElseThrow(() -> new ProblemException(
                                        503,
                                        "status_list_replaced",
                                        "A newer list has just taken its place: ask again.")
                                .with("Retry-After", "1"))));
    }

    private static byte[] inflated(byte[] gzip) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JWT unless a CWT is wanted more. */
    private static MediaType type(HttpServletRequest request) {
        String accept = String.join(", ", Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        if (accept.isBlank()) {
            return JWT;
        }
        try {
            List<MediaType> wanted = MediaType.parseMediaTypes(accept).stream()
                    .sorted(Comparator.comparingDouble(MediaType::getQualityValue)
                            .reversed())
                    .toList();
            for (MediaType each : wanted) {
                if (each.getQualityValue() > 0 && each.includes(JWT)) {
                    return JWT;
                }
                if (each.getQualityValue() > 0 && each.includes(CWT)) {
                    return CWT;
                }
            }
        } catch (InvalidMediaTypeException malformed) {
            // None of ours, whatever it is.
        }
        throw new ProblemException(
                406, "not_acceptable", "A list is application/statuslist+jwt or application/statuslist+cwt.");
    }

    private static boolean takesGzip(HttpServletRequest request) {
        String encodings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return encodings != null
                && encodings.matches("(?i)(.*,)?\\s*gzip\\s*(;\\s*q=(1(\\.0*)?|0\\.[0-9]*[1-9][0-9]*)\\s*)?(,.*)?");
    }

    private static boolean isKnown(HttpServletRequest request, String tag) {
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        return known != null && (known.trim().equals("*") || known.contains(tag));
    }
}
