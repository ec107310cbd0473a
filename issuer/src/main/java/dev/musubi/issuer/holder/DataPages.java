package dev.musubi.issuer.holder;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** {@code /home/data} and {@code /home/receipt}: what a holder takes along, for people (PDF) and for machines (JSON). */
@Controller
final class DataPages {

    private final HolderPages pages;
    private final Browser browser;
    private final SignedInHolder signedIn;
    private final HolderData data;
    private final HolderPapers papers;
    private final Consents consents;
    private final JsonMapper json;
    private final InstantSource clock;

    DataPages(
            HolderPages pages,
            Browser browser,
            SignedInHolder signedIn,
            HolderData data,
            HolderPapers papers,
            Consents consents,
            JsonMapper json,
            InstantSource clock) {
        this.pages = pages;
        this.browser = browser;
        this.signedIn = signedIn;
        this.data = data;
        this.papers = papers;
        this.consents = consents;
        this.json = json;
        this.clock = clock;
    }

    @GetMapping("/home/data")
    String data(HttpServletRequest request, HttpServletResponse response, Model model) {
        return pages.show(
                "home-data",
                request,
                response,
                model,
                session -> model.addAttribute("fresh", signedIn.isFresh(session)));
    }

    @GetMapping("/home/data/private-id.json")
    ResponseEntity<byte[]> asJson(HttpServletRequest request) {
        Optional<BrowserSession> session = browser.session(request).filter(signedIn::isFresh);
        return session.isEmpty()
                ? toData()
                : file(
                        "private-id.json",
                        MediaType.APPLICATION_JSON,
                        pretty(data.of(session.get().holderId())));
    }

    @GetMapping("/home/data/private-id.pdf")
    ResponseEntity<byte[]> asPdf(HttpServletRequest request, Locale locale) {
        Optional<BrowserSession> session = browser.session(request).filter(signedIn::isFresh);
        return session.isEmpty()
                ? toData()
                : file(
                        "private-id.pdf",
                        MediaType.APPLICATION_PDF,
                        papers.everything(session.get().holderId(), Language.of(locale)));
    }

    /** The receipt of a consent: what was agreed to, when, and until when; nobody's particulars are in it. */
    @GetMapping("/home/receipt")
    ResponseEntity<byte[]> receipt(
            @RequestParam(name = "id", required = false) @Nullable String id,
            @RequestParam(name = "form", required = false) @Nullable String form,
            HttpServletRequest request,
            Locale locale) {
        Optional<BrowserSession> session = browser.session(request);
        if (session.isEmpty()) {
            return to("/signin?to=/home/consents");
        }
        Consent consent = DatabaseId.sent(id, ConsentId::of)
                .flatMap(each -> consents.find(session.get().holderId(), each))
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_consent", new Message("この同意の記録はありません。", "There is no such consent.")));
        return "json".equals(form)
                ? file("consent.json", MediaType.APPLICATION_JSON, pretty(data.allowed(consent)))
                : file(
                        "consent.pdf",
                        MediaType.APPLICATION_PDF,
                        papers.receipt(consent, Language.of(locale), clock.instant()));
    }

    private byte[] pretty(Object value) {
        return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }

    /** The page says what has to be done first. */
    private static ResponseEntity<byte[]> toData() {
        return to("/home/data");
    }

    private static ResponseEntity<byte[]> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .build();
    }

    private static ResponseEntity<byte[]> file(String name, MediaType type, byte[] content) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .body(content);
    }
}
