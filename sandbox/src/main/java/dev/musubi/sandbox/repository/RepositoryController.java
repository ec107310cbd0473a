package dev.musubi.sandbox.repository;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.sandbox.authority.Authorities;
import dev.musubi.sandbox.authority.Authority;
import dev.musubi.sandbox.authority.Keys;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** {@code /ocsp}, {@code /crl} and {@code /authorities}: revocation information and the roots. */
@RestController
public final class RepositoryController {

    private static final int LARGEST_REQUEST = 8192;
    private static final int BASE64_SLACK = 4;
    private static final String PREVIOUS = ".previous.crl";
    private static final String NEWEST = ".crl";

    private final FaultyOcsp ocsp;
    private final FaultyCrls crls;
    private final RevocationLists lists;
    private final Authorities authorities;
    private final SandboxClock clock;

    RepositoryController(
            FaultyOcsp ocsp, FaultyCrls crls, RevocationLists lists, Authorities authorities, SandboxClock clock) {
        this.ocsp = ocsp;
        this.crls = crls;
        this.lists = lists;
        this.authorities = authorities;
        this.clock = clock;
    }

    @PostMapping(path = "/ocsp/{service}", consumes = "application/ocsp-request")
    void ocsp(@PathVariable String service, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST_REQUEST + 1);
        ocsp.answer(role(service), body, clock.instant(), response);
    }

    /** RFC 6960 appendix A.1: the request in base64, percent-encoded; base64url is taken too. */
    @GetMapping("/ocsp/{service}/**")
    void ocspByGet(@PathVariable String service, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String uri = request.getRequestURI();
        String encoded = uri.substring(("/ocsp/" + service + "/").length());
        if (encoded.length() > LARGEST_REQUEST * BASE64_SLACK) {
            throw new Problem(414, "TOO_LONG", "An OCSP request by GET has at most 8 KiB.");
        }
        byte[] body;
        try {
            String text = UriUtils.decode(encoded, java.nio.charset.StandardCharsets.US_ASCII);
            body = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            body = new byte[0];
        }
        ocsp.answer(role(service), body, clock.instant(), response);
    }

    @GetMapping("/crl/{keyId}/{prefecture}/{file}")
    void crl(
            @PathVariable String keyId,
            @PathVariable String prefecture,
            @PathVariable String file,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        boolean previous = file.endsWith(PREVIOUS);
        if (!file.endsWith(NEWEST)) {
            throw noSuchList();
        }
        String municipality = file.substring(0, file.length() - (previous ? PREVIOUS : NEWEST).length());
        crls.send(
                keyId(keyId),
                prefecture,
                municipality,
                previous ? CrlService.Which.PREVIOUS : CrlService.Which.NEWEST,
                clock.instant(),
                request,
                response);
    }

    record Published(int published) {}

    @PostMapping("/crl/publications")
    Published publish() {
        return new Published(lists.publishChanged(clock.instant()));
    }

    record AuthorityView(
            String kind,
            int generation,
            String authorityKeyId,
            String sha256,
            String url,
            Instant notBefore,
            Instant notAfter) {}

    @GetMapping("/authorities")
    List<AuthorityView> authorities() {
        return authorities.all().stream().map(RepositoryController::view).toList();
    }

    @GetMapping("/authorities/{file}")
    ResponseEntity<String> authority(@PathVariable String file) throws GeneralSecurityException {
        if (!file.endsWith(".pem")) {
            throw noSuchAuthority();
        }
        Authority authority = authorities
                .find(keyId(file.substring(0, file.length() - ".pem".length())))
                .orElseThrow(RepositoryController::noSuchAuthority);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/pem-certificate-chain"))
                .body(Keys.pem(authority.certificate().getEncoded()));
    }

    /** Begins the next generation of an authority's key. */
    @PostMapping("/authorities/{kind}/generations")
    ResponseEntity<AuthorityView> rollOver(@PathVariable String kind) {
        Authority next = authorities.rollOver(role(kind), clock.instant());
        return ResponseEntity.status(201).body(view(next));
    }

    private static AuthorityView view(Authority authority) {
        return new AuthorityView(
                authority.role().name(),
                authority.generation(),
                authority.keyId().hex(),
                sha256(authority),
                "/authorities/" + authority.keyId().hex() + ".pem",
                authority.notBefore(),
                authority.notAfter());
    }

    private static String sha256(Authority authority) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(authority.certificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AuthorityRole role(String name) {
        return switch (name) {
            case "signature" -> AuthorityRole.SIGNATURE;
            case "authentication" -> AuthorityRole.AUTHENTICATION;
            default -> throw new Problem(404, "NOT_FOUND", "There are two authorities: signature, authentication.");
        };
    }

    private static AuthorityKeyId keyId(String hex) {
        try {
            return new AuthorityKeyId(hex);
        } catch (IllegalArgumentException e) {
            throw noSuchAuthority();
        }
    }

    private static Problem noSuchAuthority() {
        return new Problem(404, "UNKNOWN_AUTHORITY", "There is no authority with this key.");
    }

    static Problem noSuchList() {
        return new Problem(404, "UNKNOWN_LIST", "There is no such list: name an authority's key and a municipality.");
    }
}
