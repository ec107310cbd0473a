package dev.musubi.app.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of a platform, all on 127.0.0.1.
 *
 * @param sandbox the sandbox's repository, phones and register (HTTP)
 * @param verifierServices the sandbox's services for signature verifiers (HTTPS, client certificate)
 * @param holders the issuer's door for residents (HTTPS)
 * @param relyingParties the issuer's door for relying parties (HTTPS, client certificate)
 * @param operators the issuer's door for operators (HTTP)
 * @param bank the bank of the demonstration (HTTPS)
 * @param telco its telco (HTTPS)
 * @param city its city office (HTTPS)
 * @param mynaApp the state's app's server, played by the sandbox (HTTPS)
 * @param landing the page of the demonstration with the doors to all the others (HTTP)
 */
public record Ports(
        int sandbox,
        int verifierServices,
        int holders,
        int relyingParties,
        int operators,
        int bank,
        int telco,
        int city,
        int mynaApp,
        int landing) {

    /** The usual ones. */
    public static Ports usual() {
        return new Ports(9080, 9443, 8443, 8444, 8445, 9001, 9002, 9003, 9444, 9000);
    }

    /** Ten that are free right now, below those that systems lend to outgoing connections before anybody listens at them. */
    public static Ports free() {
        SecureRandom random = new SecureRandom();
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < 10) {
            int port = random.nextInt(10_240, 32_768);
            if (!ports.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return new Ports(
                ports.get(0),
                ports.get(1),
                ports.get(2),
                ports.get(3),
                ports.get(4),
                ports.get(5),
                ports.get(6),
                ports.get(7),
                ports.get(8),
                ports.get(9));
    }

    /** The first port somebody else listens on already; 0 if all are free. */
    public int taken() {
        for (int port : List.of(
                sandbox, verifierServices, holders, relyingParties, operators, bank, telco, city, mynaApp, landing)) {
            if (!isFree(port)) {
                return port;
            }
        }
        return 0;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
