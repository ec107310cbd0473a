package dev.musubi.jpki.revocation.ocsp;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Receives a body of at most so many bytes; of a longer one no more is read. */
final class LimitedBody implements BodySubscriber<LimitedBody.Received> {

    /** What came, or that it was too much. */
    record Received(ByteBuffer bytes, boolean tooLarge) {}

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Received> received = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    LimitedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<Received> getBody() {
        return received;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.remaining() > limit - bytes.size()) {
                stop();
                return;
            }
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            bytes.writeBytes(chunk);
        }
        if (subscription != null) {
            subscription.request(1);
        }
    }

    private void stop() {
        if (subscription != null) {
            subscription.cancel();
        }
        received.complete(new Received(ByteBuffer.allocate(0), true));
    }

    @Override
    public void onError(Throwable throwable) {
        received.completeExceptionally(throwable);
    }

    @Override
    public void onComplete() {
        received.complete(new Received(ByteBuffer.wrap(bytes.toByteArray()), false));
    }
}
