package dev.musubi.relyingparty;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The one way out: every call of this library goes through here. Https only; redirects are not followed; one deadline for
 * the whole exchange, from the connection to the last byte; a limit of size; compressed answers are refused and not
 * inflated; each peer has a bulkhead and a breaker.
 */
final class Transport implements ResourceRetriever, AutoCloseable {

    private static final int LONGEST = 512 * 1024;
    private static final int LOOK_UPS_AT_ONCE = 4;

    private final HttpClient http;
    private final Duration patience;
    private final Peers peers;
    private final ExecutorService callers = Executors.newCachedThreadPool(Transport::thread);
    private final Semaphore lookingUp = new Semaphore(LOOK_UPS_AT_ONCE);
    private final Map<WholeBody, Future<?>> underWay = new ConcurrentHashMap<>();

    Transport(SSLContext tls, Duration patience, Peers peers) {
        this.patience = patience;
        this.peers = peers;
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private static Thread thread(Runnable calling) {
        Thread thread = new Thread(calling, "musubi-relying-party");
        thread.setDaemon(true);
        return thread;
    }

    /** What was answered. */
    record Answer(int status, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    Answer get(URI uri, Map<String, String> headers) throws TransportException {
        return send(request(uri, headers).GET());
    }

    Answer post(URI uri, Map<String, String> form, Map<String, String> headers) throws TransportException {
        return send(request(uri, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(form))));
    }

    Answer postJson(URI uri, Map<String, Object> body) throws TransportException {
        return postJson(uri, body, Map.of());
    }

    Answer postJson(URI uri, Map<String, Object> body, Map<String, String> headers) throws TransportException {
        return send("POST", uri, body, headers);
    }

    /** Any request; its body is JSON, where it has one. */
    Answer send(String method, URI uri, @Nullable Map<String, Object> body, Map<String, String> headers)
            throws TransportException {
        HttpRequest.Builder request = request(uri, headers);
        return send(
                body == null
                        ? request.method(method, BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(JSONObjectUtils.toJSONString(body))));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(URI uri, Map<String, String> headers) throws TransportException {
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new TransportException(Trouble.Why.NOT_HTTPS);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/json, */*;q=0.1")
                .header("Accept-Encoding", "identity");
        headers.forEach(request::setHeader);
        return request;
    }

    private Answer send(HttpRequest.Builder request) throws TransportException {
        HttpRequest built = request.build();
        if (callers.isShutdown()) {
            throw new TransportException(Trouble.Why.INTERRUPTED);
        }
        return peers.call(built.uri(), () -> exchange(built));
    }

    /**
     * Made by a thread of ours, so that it can be given up at any moment. Not by the client's own asynchronous calls: those
     * end on the common pool, and whoever calls from there would wait for themselves.
     */
    private Answer exchange(HttpRequest request) throws TransportException {
        WholeBody body = new WholeBody(LONGEST);
        Future<HttpResponse<byte[]>> going = callers.submit(() -> http.send(request, answer -> begun(answer, body)));
        underWay.put(body, going);
        try {
            HttpResponse<byte[]> response = come(going);
            return new Answer(
                    response.statusCode(),
                    response.headers().map().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, each -> each.getValue().get(0))),
                    new String(response.body(), StandardCharsets.UTF_8));
        } finally {
            underWay.remove(body);
            if (!going.isDone()) {
                giveUp(body, going, Trouble.Why.TOO_SLOW);
            }
        }
    }

    /**
     * Has something looked up that knows no deadline of its own, as the system's names, and waits for it no longer than for a
     * call. One that is not waited for any more goes on until the system ends it; until then it is one of the few there are
     * at once.
     */
    <T> T inTime(Callable<T> lookUp) throws TransportException {
        if (callers.isShutdown()) {
            throw new TransportException(Trouble.Why.INTERRUPTED);
        }
        if (!lookingUp.tryAcquire()) {
            throw new TransportException(Trouble.Why.TOO_MANY_AT_ONCE);
        }
        return come(callers.submit(() -> {
            try {
                return lookUp.call();
            } finally {
                lookingUp.release();
            }
        }));
    }

    private <T> T come(Future<T> going) throws TransportException {
        try {
            return going.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TransportException(Trouble.Why.TOO_SLOW, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(Trouble.Why.INTERRUPTED, e);
        } catch (CancellationException e) {
            throw new TransportException(Trouble.Why.INTERRUPTED, e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        }
    }

    private static WholeBody begun(HttpResponse.ResponseInfo answer, WholeBody body) {
        boolean plain = answer.headers().allValues("Content-Encoding").stream()
                .allMatch(encoding -> encoding.isBlank() || encoding.equalsIgnoreCase("identity"));
        if (!plain) {
            body.cut(Trouble.Why.COMPRESSED);
        } else if (answer.headers().firstValueAsLong("Content-Length").orElse(0) > LONGEST) {
            body.cut(Trouble.Why.TOO_LARGE);
        }
        return body;
    }

    /** Both: before the headers the one is heard, within the body the other. */
    private static void giveUp(WholeBody body, Future<?> going, Trouble.Why why) {
        body.cut(why);
        going.cancel(true);
    }

    private static TransportException failed(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof TransportException said) {
                return said;
            }
            if (each instanceof InterruptedException) {
                return new TransportException(Trouble.Why.INTERRUPTED, thrown);
            }
            if (each instanceof HttpTimeoutException) {
                return new TransportException(Trouble.Why.TOO_SLOW, thrown);
            }
            if (each instanceof SSLException) {
                return new TransportException(Trouble.Why.NOT_TRUSTED, thrown);
            }
            if (each instanceof java.net.ConnectException || each instanceof UnresolvedAddressException) {
                return new TransportException(Trouble.Why.NOT_CONNECTED, thrown);
            }
        }
        return new TransportException(Trouble.Why.BROKEN_OFF, thrown);
    }

    /** For the provider's keys. */
    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try {
            Answer answer = get(url.toURI(), Map.of());
            if (answer.status() != 200) {
                throw new TransportException(Trouble.Why.STATUS);
            }
            return new Resource(answer.body(), answer.header("Content-Type").orElse(null));
        } catch (URISyntaxException e) {
            throw new TransportException(Trouble.Why.NOT_UNDERSTOOD, e);
        }
    }

    @Override
    public void close() {
        underWay.forEach((body, going) -> giveUp(body, going, Trouble.Why.INTERRUPTED));
        callers.shutdownNow();
        // From Java 21 on a client can be closed; before, its thread ends when nobody holds it any more.
        if (http instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                Log.trouble("close", Trouble.of(Trouble.Why.BROKEN_OFF, e));
            }
        }
    }
}
