package dev.musubi.issuer.web;

import dev.musubi.issuer.message.Catalogue;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.message.Message;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a door says by itself, before anything behind it is reached: as a problem document (RFC 9457), at the endpoints of
 * OAuth in their form (RFC 6749 section 5.2), and to a person in a browser as a page.
 */
final class Refusals {

    /** A request too many (RFC 6585 section 4). */
    static final Refusal TOO_MANY = new Refusal(
            429,
            "too_many_requests",
            new Message("アクセスが集中しています。しばらくしてからもう一度お試しください。", "These were too many requests. Try again later."));

    /** As much as can be is under way. */
    static final Refusal BUSY = new Refusal(
            503,
            "busy",
            new Message(
                    "ただいま大変混み合っています。しばらくしてからもう一度お試しください。",
                    "As many requests as can be are being worked on. Try again later."));

    private Refusals() {}

    /**
     * A status, a stable code, and what to tell whom.
     *
     * @param detail what programs are told
     * @param message what a person reads in a browser; null where only programs call
     */
    record Refusal(
            int status,
            String code,
            String detail,
            @Nullable Message message) {
        Refusal(int status, String code, String detail) {
            this(status, code, detail, null);
        }

        Refusal(int status, String code, Message message) {
            this(status, code, message.english(), message);
        }
    }

    /** What is said of a status where nobody has said more. */
    static Refusal of(int status) {
        return new Refusal(status, code(status), message(status));
    }

    private static String code(int status) {
        return switch (status) {
            case 400 -> "malformed_request";
            case 404 -> "no_such_resource";
            case 405 -> "method_not_allowed";
            case 406, 415 -> "media_type";
            case 413 -> "too_large";
            default -> status >= 500 ? "internal_error" : "request_refused";
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 ->
                "The request does not parse: a member, a parameter or the path is not what this endpoint takes.";
            case 404 -> "There is nothing here.";
            case 405 -> "This endpoint takes another method; see Allow.";
            case 406 -> "This endpoint answers in another media type than those in Accept.";
            case 413 -> "The request is too large.";
            case 415 -> "This endpoint takes another media type than that in Content-Type.";
            default ->
                status >= 500
                        ? "Something went wrong on our side. Look whether it took effect before you try again."
                        : "The request is not one this endpoint takes; see its reference page.";
        };
    }

    private static Message message(int status) {
        return new Message(japanese(status), sentence(status));
    }

    private static String japanese(int status) {
        if (status == 404) {
            return "お探しのページはありません。アドレスを確かめてください。";
        }
        return status >= 500 ? "システムの問題で続けられませんでした。完了したかどうかを確かめてから、もう一度お試しください。" : "この操作は受け付けられませんでした。はじめからやり直してください。";
    }

    /** Whether a path is one of the provider's, for clients or for browsers. */
    static boolean isProvider(String path) {
        return path.startsWith("/openid/");
    }

    /** Whole seconds, rounded up, and never none (RFC 9110 section 10.2.3). */
    static String seconds(Duration wait) {
        return Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000));
    }

    /**
     * Writes it.
     *
     * @return the name of this one occurrence
     */
    static String write(
            HttpServletRequest request, HttpServletResponse response, Refusal refusal, @Nullable Duration retryAfter)
            throws IOException {
        String instance = UUID.randomUUID().toString();
        RequestMetrics.refused(request, refusal.code());
        response.setStatus(refusal.status());
        if (retryAfter != null) {
            response.setHeader("Retry-After", seconds(retryAfter));
        }
        if (refusal.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        String accepted = request.getHeader("Accept");
        Message message = refusal.message();
        if (OAuthForm.isSpokenAt(request.getRequestURI())) {
            say(response, "application/json", """
                    {"error":"%s","error_description":"%s"}""".formatted(
                            OAuthForm.error(refusal.status(), refusal.code()), refusal.detail()));
        } else if (message != null && accepted != null && accepted.contains("text/html")) {
            PageHeaders.set(response);
            Language language = PageLanguage.ofBrowser(request);
            String heading = Catalogue.text(language, "problem.heading");
            say(response, "text/html;charset=UTF-8", """
                    <!doctype html>
                    <html lang="%s"><head><meta charset="utf-8"><title>%s</title>\
                    <meta name="viewport" content="width=device-width, initial-scale=1">\
                    <link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/musubi.css"></head>
                    <body><main id="main"><h1>%s</h1>
                    <p>%s</p>
                    <p><a href="/home" id="home">%s</a></p>
                    <p class="note">%s <code id="error-code">%s</code></p></main></body></html>
                    """.formatted(
                            language.tag(),
                            Catalogue.text(language, "page.title", heading),
                            heading,
                            message.in(language),
                            Catalogue.text(language, "problem.home"),
                            Catalogue.text(language, "problem.help"),
                            refusal.code()));
        } else {
            say(response, "application/problem+json", "{" + members(refusal, instance) + "}");
        }
        return instance;
    }

    /**
     * The same where nobody knows which path was meant: JSON with the members of a problem document and those of OAuth, so
     * that whoever reads either finds them.
     */
    static void writeForAnybody(HttpServletResponse response, Refusal refusal) throws IOException {
        response.setStatus(refusal.status());
        say(response, "application/json", """
                {"error":"%s","error_description":"%s",%s}""".formatted(
                        OAuthForm.error(refusal.status(), refusal.code()),
                        refusal.detail(),
                        members(refusal, UUID.randomUUID().toString())));
    }

    /** Of a problem document. */
    private static String members(Refusal refusal, String instance) {
        Message message = refusal.message();
        String japanese = message == null ? "" : ",\"detail_ja\":\"" + message.japanese() + "\"";
        return """
                "type":"urn:musubi:problem:%s","title":"%s","status":%d,"detail":"%s"%s,"code":"%s",\
                "instance":"urn:uuid:%s\"""".formatted(
                        refusal.code(),
                        refusal.code().replace('_', ' '),
                        refusal.status(),
                        refusal.detail(),
                        japanese,
                        refusal.code(),
                        instance);
    }

    private static void say(HttpServletResponse response, String type, String text) throws IOException {
        response.setContentType(type);
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
