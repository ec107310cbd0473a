package dev.musubi.issuer.web;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 as the doors speak it: Tomcat's, with a {@link ConnectionGuard} that is told what each connection is at. Tomcat
 * makes it by its name.
 */
public final class DoorProtocol extends Http11NioProtocol {

    private static final long SWEEP_MILLIS = 250;

    /** For Tomcat. */
    public DoorProtocol() {
        super(new GuardedEndpoint());
    }

    /** Before it starts. */
    void guardWith(ConnectionGuard guard) {
        ((GuardedEndpoint) getEndpoint()).guard = guard;
    }

    @Override
    protected Processor createProcessor() {
        return new GuardedProcessor(this);
    }

    private @Nullable ConnectionGuard guard() {
        return ((GuardedEndpoint) getEndpoint()).guard;
    }

    /** Counts connections, and ends those that are overdue. */
    private static final class GuardedEndpoint extends NioEndpoint {

        private volatile @Nullable ConnectionGuard guard;
        private volatile @Nullable Thread sweeper;

        GuardedEndpoint() {
            connections = new ConcurrentHashMap<>() {
                @Override
                public @Nullable SocketWrapperBase<NioChannel> remove(Object socket) {
                    ConnectionGuard watching = guard;
                    if (watching != null) {
                        watching.left((SocketChannel) socket);
                    }
                    return super.remove(socket);
                }
            };
        }

        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            ConnectionGuard watching = guard;
            if (watching == null) {
                return super.setSocketOptions(socket);
            }
            if (!watching.admit(socket, System.nanoTime())) {
                destroySocket(socket);
                return false;
            }
            boolean taken = super.setSocketOptions(socket);
            if (!taken) {
                watching.left(socket);
            }
            return taken;
        }

        @Override
        public void startInternal() throws Exception {
            super.startInternal();
            sweeper = Thread.ofPlatform().daemon().name(getName() + "-guard").start(this::sweep);
        }

        @Override
        public void stopInternal() {
            Thread sweeping = sweeper;
            if (sweeping != null) {
                sweeping.interrupt();
            }
            super.stopInternal();
        }

        private void sweep() {
            try {
                while (isRunning()) {
                    Thread.sleep(SWEEP_MILLIS);
                    ConnectionGuard watching = guard;
                    if (watching != null) {
                        watching.overdue(System.nanoTime()).forEach(this::end);
                    }
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }

        private void end(SocketChannel socket) {
            SocketWrapperBase<NioChannel> wrapper = connections.get(socket);
            if (wrapper != null) {
                wrapper.close();
            }
        }
    }

    /** Tells the guard where the request on a connection is. */
    private static final class GuardedProcessor extends Http11Processor {

        private final DoorProtocol door;
        private volatile ConnectionGuard.@Nullable Watched watched;

        GuardedProcessor(DoorProtocol door) {
            super(door, new TellingAdapter(door.getAdapter()));
            this.door = door;
            ((TellingAdapter) getAdapter()).processor = this;
        }

        @Override
        public SocketState service(SocketWrapperBase<?> wrapper) throws IOException {
            ConnectionGuard guard = door.guard();
            ConnectionGuard.Watched connection = guard != null && wrapper.getSocket() instanceof NioChannel channel
                    ? guard.of(channel.getIOChannel())
                    : null;
            watched = connection;
            if (connection != null) {
                connection.headGoesOn(System.nanoTime());
            }
            SocketState state = super.service(wrapper);
            if (connection != null && state == SocketState.OPEN) {
                connection.isIdle();
            }
            return state;
        }

        private void exchangeIsOver() {
            ConnectionGuard.Watched connection = watched;
            if (connection != null && !isAsync()) {
                connection.exchangeIsOver(System.nanoTime());
            }
        }

        private void headIsOver() {
            ConnectionGuard.Watched connection = watched;
            if (connection != null) {
                connection.headIsOver(System.nanoTime(), this::isRequestBodyFullyRead);
            }
        }
    }

    /** Stands before the application: what gets here has a whole head. */
    private static final class TellingAdapter implements Adapter {

        private final Adapter application;
        private @Nullable GuardedProcessor processor;

        TellingAdapter(Adapter application) {
            this.application = application;
        }

        @Override
        public void service(Request request, Response response) throws Exception {
            if (processor != null) {
                processor.headIsOver();
            }
            try {
                application.service(request, response);
            } finally {
                if (processor != null) {
                    processor.exchangeIsOver();
                }
            }
        }

        @Override
        public boolean prepare(Request request, Response response) throws Exception {
            return application.prepare(request, response);
        }

        @Override
        public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
            return application.asyncDispatch(request, response, event);
        }

        @Override
        public void log(Request request, Response response, long time) {
            application.log(request, response, time);
        }

        @Override
        public void checkRecycled(Request request, Response response) {
            application.checkRecycled(request, response);
        }

        @Override
        public String getDomain() {
            return application.getDomain();
        }
    }
}
