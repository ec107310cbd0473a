package dev.musubi.issuer.outbound;

import dev.musubi.issuer.outbound.CheckedNames.RefusedHostException;
import dev.musubi.issuer.outbound.LimitedOutput.NotWrittenException;
import dev.musubi.issuer.outbound.LimitedOutput.TooLongException;
import dev.musubi.issuer.outbound.Outcome.Answered;
import dev.musubi.issuer.outbound.Outcome.RefusedAddress;
import dev.musubi.issuer.outbound.Outcome.TimedOut;
import dev.musubi.issuer.outbound.Outcome.TooLarge;
import dev.musubi.issuer.outbound.Outcome.Unreachable;
import dev.musubi.issuer.outbound.Outcome.Unreachable.Cause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP/1.1 client below a {@link Line}. Apache's and not the JDK's, because it connects to addresses that were looked at
 * before, and because its exchanges can be broken off in every phase. It follows no redirects, repeats nothing, keeps no
 * cookies, answers no challenges, decompresses nothing and uses no proxy of the machine.
 */
final class ExchangeClient implements AutoCloseable {

    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final TimeValue IDLE = TimeValue.ofSeconds(20);

    private final CloseableHttpClient http;

    ExchangeClient(LineOptions options, CheckedNames names) {
        // Each single wait ends with the deadline too, for the case that breaking off comes between two of them.
        Timeout each = Timeout.of(options.deadline());
        Http1Config limits = Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        this.http = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(names)
                        .setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                                .setSslContext(options.tls() == null ? SSLContexts.createDefault() : options.tls())
                                .buildClassic())
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(limits)
                                .build())
                        // The bulkheads limit how many there are; here nobody waits for anybody.
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnPerRoute(Integer.MAX_VALUE)
                        .setMaxConnTotal(Integer.MAX_VALUE)
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setSoTimeout(each).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(each)
                                .setSocketTimeout(each)
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(each).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(each)
                        .setResponseTimeout(each)
                        .setExpectContinueEnabled(false)
                        .build())
                .evictIdleConnections(IDLE)
                .setUserAgent("musubi")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /** One exchange: run once, and broken off from another thread. */
    final class Exchange {
        private final HttpUriRequestBase request;
        private final LimitedOutput sink;

        private Exchange(HttpUriRequestBase request, LimitedOutput sink) {
            this.request = request;
            this.sink = sink;
        }

        Outcome run() {
            try (ClassicHttpResponse response = http.executeOpen(null, request, HttpClientContext.create())) {
                return read(response);
            } catch (IOException e) {
                return outcome(e);
            } catch (RuntimeException e) {
                return new Unreachable(Cause.BROKEN);
            }
        }

        private Outcome read(ClassicHttpResponse response) throws IOException {
            try {
                return answer(response);
            } catch (IOException e) {
                // Closing it now would read what is left of it.
                abort();
                throw e;
            }
        }

        private Outcome answer(ClassicHttpResponse response) throws IOException {
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                if (entity.getContentLength() > sink.most()) {
                    throw new TooLongException();
                }
                sink.take(entity.getContent());
            }
            Map<String, String> headers = new HashMap<>();
            for (Header header : response.getHeaders()) {
                headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
            }
            return new Answered(response.getCode(), headers, new byte[0]);
        }

        void abort() {
            request.abort();
        }
    }

    Exchange prepare(Call call, LimitedOutput sink) {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.uri());
        call.headers().forEach(request::setHeader);
        if (call.body() != null) {
            request.setEntity(new ByteArrayEntity(call.body(), null));
        }
        return new Exchange(request, sink);
    }

    private static Outcome outcome(IOException failure) {
        return switch (failure) {
            case RefusedHostException refused -> new RefusedAddress(refused.why());
            case UnknownHostException unknown -> new Unreachable(Cause.NAME);
            case TooLongException tooLong -> new TooLarge();
            case MessageConstraintException tooLong -> new TooLarge();
            case NotWrittenException notWritten -> new Unreachable(Cause.DISK);
            case SocketTimeoutException late -> new TimedOut();
            case ConnectException nobody -> new Unreachable(Cause.CONNECT);
            case NoRouteToHostException nobody -> new Unreachable(Cause.CONNECT);
            case SSLException tls -> new Unreachable(Cause.TLS);
            default -> new Unreachable(Cause.BROKEN);
        };
    }

    @Override
    public void close() {
        http.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
