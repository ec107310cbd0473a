package dev.musubi.issuer.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that says what a test tells it to, command by command (RFC 5321), and speaks STARTTLS if it has a key. */
final class ScriptedPost implements AutoCloseable {

    private final ServerSocket listening;
    private final @Nullable SSLContext tls;
    private final boolean fromTheStart;

    /** What is answered to a command other than it should be; empty for nothing at all. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    /** What it was told, in order. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    ScriptedPost(@Nullable SSLContext tls, boolean fromTheStart) throws IOException {
        this.tls = tls;
        this.fromTheStart = fromTheStart;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket caller = listening.accept();
                Thread.ofVirtual().start(() -> serve(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            Socket line = fromTheStart ? over(caller) : caller;
            BufferedReader in = reader(line);
            say(line, "CONNECT", "220 post.example ESMTP");
            for (String command = in.readLine(); command != null; command = in.readLine()) {
                heard.add(command);
                String verb = command.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" ->
                        say(
                                line,
                                verb,
                                tls != null && !(line instanceof SSLSocket)
                                        ? "250-post.example\r\n250 STARTTLS"
                                        : "250-post.example\r\n250 AUTH PLAIN LOGIN");
                    case "STARTTLS" -> {
                        say(line, verb, "220 go on");
                        line = over(line);
                        in = reader(line);
                    }
                    case "AUTH" -> say(line, verb, "235 welcome");
                    case "DATA" -> {
                        say(line, verb, "354 go on");
                        if (!answers.getOrDefault(verb, "354").startsWith("354")) {
                            continue;
                        }
                        for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                            heard.add(text);
                        }
                        say(line, "END", "250 taken");
                    }
                    case "QUIT" -> {
                        say(line, verb, "221 bye");
                        return;
                    }
                    default -> say(line, verb, "250 fine");
                }
            }
        } catch (SocketException gone) {
            heard.add("(gone)");
        } catch (IOException broken) {
            heard.add("(broken)");
        }
    }

    private SSLSocket over(Socket line) throws IOException {
        SSLSocket over = (SSLSocket)
                Objects.requireNonNull(tls).getSocketFactory().createSocket(line, null, line.getPort(), true);
        over.setUseClientMode(false);
        return over;
    }

    private static BufferedReader reader(Socket line) throws IOException {
        return new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.US_ASCII));
    }

    private void say(Socket line, String to, String usual) throws IOException {
        String answer = answers.getOrDefault(to, usual);
        if (!answer.isEmpty()) {
            OutputStream out = line.getOutputStream();
            out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
