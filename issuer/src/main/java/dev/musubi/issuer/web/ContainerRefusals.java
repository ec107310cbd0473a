package dev.musubi.issuer.web;

import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.web.Refusals.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * What is said where the server itself refuses a request, before or beside the application: in the form of the door
 * ({@link Refusals}), in place of the server's own page. Tomcat makes it by its name.
 *
 * <p>501 and 505, which the server has for a transfer coding, a method or a version it does not know, become 400: it is the
 * caller who sent it, and whoever counts failures of ours is not to find callers' among them.
 */
public final class ContainerRefusals extends ErrorReportValve {

    private static final Refusal UNREADABLE = new Refusal(
            400,
            "malformed_request",
            new Message(
                    "送られた内容を読み取れませんでした。はじめからやり直してください。",
                    "The request is not HTTP as this door reads it: its first line, a header or its framing is malformed, or its"
                            + " head is over 16 KiB."));

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < HttpServletResponse.SC_BAD_REQUEST
                || response.getContentWritten() > 0
                || !response.setErrorReported()
                || !isOpen(response)) {
            return;
        }
        Refusal refusal = refusal(request, response.getStatus());
        Doors.setHeaders(response);
        try {
            String path = request.getRequestURI();
            if (path == null || !path.startsWith("/")) {
                // It was the first line that did not parse, or it names no path, so that nobody knows what it was for.
                Refusals.writeForAnybody(response, refusal);
            } else {
                Refusals.write(request, response, refusal, null);
            }
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            // The caller has gone, or the answer has: its status says what there is to say.
            container.getLogger().debug("an answer could not be written", gone);
        }
    }

    private static boolean isOpen(Response response) {
        AtomicBoolean open = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
        return open.get();
    }

    private static Refusal refusal(Request request, int status) {
        if (Doors.werePassed(request)) {
            return Refusals.of(status);
        }
        return switch (status) {
            case HttpServletResponse.SC_BAD_REQUEST,
                    HttpServletResponse.SC_NOT_IMPLEMENTED,
                    HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED -> UNREADABLE;
            default -> Refusals.of(status);
        };
    }
}
