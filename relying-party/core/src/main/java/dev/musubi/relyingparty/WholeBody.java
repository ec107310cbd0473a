package dev.musubi.relyingparty;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body up to a size, as it came: nothing is inflated. Can be cut off in the middle, which closes the connection;
 * the timeouts of the JDK's client end where a body begins.
 */
final class WholeBody implements HttpResponse.BodySubscriber<byte[]> {

    private final int longest;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription coming;
    private boolean cut;

    WholeBody(int longest) {
        this.longest = longest;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        boolean late;
        synchronized (this) {
            coming = subscription;
            late = cut;
        }
        if (late) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        boolean over = false;
        synchronized (this) {
            for (ByteBuffer piece : pieces) {
                if (cut || taken.size() + piece.remaining() > longest) {
                    over = true;
                    break;
                }
                byte[] bytes = new byte[piece.remaining()];
                piece.get(bytes);
                taken.writeBytes(bytes);
            }
        }
        if (over) {
            cut(Trouble.Why.TOO_LARGE);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        whole.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            whole.complete(taken.toByteArray());
        }
    }

    /** No more of it. */
    void cut(Trouble.Why why) {
        Flow.Subscription ending;
        synchronized (this) {
            cut = true;
            ending = coming;
        }
        whole.completeExceptionally(new TransportException(why));
        if (ending != null) {
            ending.cancel();
        }
    }
}
