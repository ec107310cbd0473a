package dev.musubi.demo;

import dev.musubi.mynaapp.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The way to the server of マイナアプリ: one deadline for the whole exchange, a limit of size, no redirects. */
final class AppServer implements Transport {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http;

    /**
     * The way to a server.
     *
     * @param trusted whose certificates it may have, a PKCS #12 file
     * @param password the file's password
     */
    AppServer(Path trusted, String password) throws IOException {
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(trusted, password))
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static SSLContext trusting(Path file, String password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the app's trust store cannot be read", e);
        }
    }

    @Override
    public Answer exchange(Call call) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .method(
                        call.method(),
                        call.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> coming = http.sendAsync(
                request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), call.largestAnswer()));
        try {
            HttpResponse<byte[]> answer = coming.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(answer.statusCode(), answer.body());
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException("no whole answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException("no whole answer", e.getCause());
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
