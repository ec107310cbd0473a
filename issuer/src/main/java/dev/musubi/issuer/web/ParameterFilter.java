package dev.musubi.issuer.web;

import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.web.Refusals.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What every door does with the parameters of a request, and with its path, once, before anything behind it reads them:
 * text that no database could hold is turned away ({@link StorableText}), and at the provider's endpoints a parameter
 * without a value is as if it had been left out (RFC 6749 section 3.1).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class ParameterFilter extends OncePerRequestFilter {

    private static final Refusal MALFORMED = new Refusal(
            400,
            "malformed_request",
            new Message("送られた内容を読み取れませんでした。はじめからやり直してください。", "The parameters do not parse, or are too many."));

    private static final Refusal TOO_LARGE =
            new Refusal(413, "too_large", new Message("送られた内容が大きすぎます。はじめからやり直してください。", "A form is at most 64 KiB."));

    private static final Refusal NOT_TEXT = new Refusal(
            400,
            "malformed_request",
            new Message(
                    "送られた内容に、使えない文字が含まれています。はじめからやり直してください。",
                    "The path or a parameter holds U+0000 or half of a surrogate pair, which no text has."));

    /** The register of clients knows none by such a name, and each endpoint says that in its own way. */
    private static final String CLIENT_ID = "client_id";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Map<String, String[]> sent;
        try {
            sent = request.getParameterMap();
        } catch (InvalidParameterException unreadable) {
            Refusals.write(request, response, unreadable.getErrorCode() == 413 ? TOO_LARGE : MALFORMED, null);
            return;
        }
        boolean provider = Refusals.isProvider(request.getRequestURI());
        if (!StorableText.is(request.getServletPath()) || !isText(sent, provider)) {
            Refusals.write(request, response, NOT_TEXT, null);
            return;
        }
        chain.doFilter(provider ? new WithoutEmptyOnes(request, sent) : request, response);
    }

    private static boolean isText(Map<String, String[]> sent, boolean provider) {
        return sent.entrySet().stream()
                .allMatch(each -> StorableText.is(each.getKey())
                        && ((provider && each.getKey().equals(CLIENT_ID))
                                || Arrays.stream(each.getValue()).allMatch(StorableText::is)));
    }

    /** The same request, in which what has no value was never sent. */
    private static final class WithoutEmptyOnes extends HttpServletRequestWrapper {

        private final Map<String, String[]> parameters = new LinkedHashMap<>();

        WithoutEmptyOnes(HttpServletRequest request, Map<String, String[]> sent) {
            super(request);
            sent.forEach((name, values) -> {
                String[] said =
                        Arrays.stream(values).filter(each -> !each.isEmpty()).toArray(String[]::new);
                if (said.length > 0) {
                    parameters.put(name, said);
                }
            });
        }

        @Override
        public @Nullable String getParameter(String name) {
            String[] values = parameters.get(name);
            return values == null ? null : values[0];
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return parameters.get(name);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(parameters.keySet());
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Collections.unmodifiableMap(parameters);
        }
    }
}
