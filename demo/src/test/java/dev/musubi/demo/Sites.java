package dev.musubi.demo;

import dev.musubi.relyingparty.ClientKey;
import dev.musubi.relyingparty.fixture.TestProvider;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;

/** The three relying parties as the program starts them, on free ports, in front of a provider for tests. */
final class Sites implements AutoCloseable {

    final TestProvider provider;
    final Path data;
    List<Integer> ports = List.of();
    private List<ConfigurableApplicationContext> running = List.of();

    private Sites(TestProvider provider, Path data) {
        this.provider = provider;
        this.data = data;
    }

    static Sites start(Path data) {
        Sites sites = new Sites(new TestProvider(data), data);
        sites.run(free());
        return sites;
    }

    /** Ends them and starts them anew over what they kept, where they were before or elsewhere. */
    void restart(boolean elsewhere) {
        running.forEach(ConfigurableApplicationContext::close);
        run(elsewhere ? free() : ports);
    }

    private void run(List<Integer> at) {
        ports = at;
        try {
            running = DemoProgram.start(
                    new String[] {
                        "--data=" + data,
                        "--issuer=" + provider.issuer(),
                        "--issuer-certificate=" + provider.pem(),
                        "--standing-api=" + provider.issuer(),
                        "--ports=" + ports.stream().map(String::valueOf).collect(Collectors.joining(",")),
                        "--authorities=" + data.resolve("authorities"),
                        "--ocsp=http://127.0.0.1:1/",
                        "--mynaapp=https://127.0.0.1:1/api/realms/nobody",
                        "--mynaapp-sign-transactions=https://127.0.0.1:1/api/sign-transactions",
                        "--mynaapp-keys=" + AppKeys.in(data.resolve("mynaapp")),
                        "--mynaapp-trust-store=" + AppKeys.trustStore(data.resolve("mynaapp"), provider.pem()),
                        "--mynaapp-trust-store-password=" + AppKeys.PASSWORD
                    },
                    InstantSource.system());
            provider.register(ClientKey.in(data.resolve("bank/client.jwk")).publicKey());
        } catch (IOException | ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> free() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < Shop.values().length; i++) {
                sockets.add(new ServerSocket(0));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket each : sockets) {
                each.close();
            }
            return ports;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whatever the bank is made of. */
    <T> T bank(Class<T> part) {
        return running.getFirst().getBean(part);
    }

    String origin(Shop shop) {
        return "https://localhost:" + ports.get(List.of(Shop.values()).indexOf(shop));
    }

    /** The certificate of a site's server. */
    Path pem(Shop shop) {
        return data.resolve("relying-parties").resolve(shop.id() + ".pem");
    }

    @Override
    public void close() {
        running.forEach(ConfigurableApplicationContext::close);
        provider.close();
    }
}
