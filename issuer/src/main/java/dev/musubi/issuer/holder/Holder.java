package dev.musubi.issuer.holder;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.enrolment.HolderAccess;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Tells which holder's app is behind a request, by its bearer token (RFC 6750 section 2.1). */
@Component
final class Holder {

    private static final String SCHEME = "Bearer ";

    private final HolderAccess access;

    Holder(HolderAccess access) {
        this.access = access;
    }

    /** @throws ProblemException {@code access_required} */
    HolderId of(HttpServletRequest request) {
        return access.holderOf(token(request)).orElseThrow(Holder::required);
    }

    private static String token(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || header.length() > 200 || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw required();
        }
        return header.substring(SCHEME.length());
    }

    private static ProblemException required() {
        return new ProblemException(
                401,
                "access_required",
                "The app is not let in, or no longer. Sign once more with your card.",
                "アプリの利用登録が切れています。もう一度カードで署名してください。",
                null);
    }
}
