package dev.musubi.issuer.anchor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Puts a question once for all who ask it at the same time, and gives its answer to whoever asks it again soon after. What an
 * answer is makes no difference: a source that cannot be reached is not asked more often for it.
 *
 * @param <K> what is asked about
 * @param <V> the answer
 */
final class Shared<K, V> {

    private static final int MOST = 10_000;

    private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();
    private final Cache<K, V> answered;

    Shared(Duration floor, Ticker ticker) {
        this.answered = Caffeine.newBuilder()
                .maximumSize(floor.isZero() ? 0 : MOST)
                .expireAfterWrite(floor)
                .ticker(ticker)
                // Expired and dropped entries are gone at once, and not when there is time.
                .executor(Runnable::run)
                .build();
    }

    V ask(K about, Supplier<V> question) {
        V known = answered.getIfPresent(about);
        if (known != null) {
            return known;
        }
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> running = underWay.putIfAbsent(about, mine);
        return running == null ? put(about, question, mine) : await(running);
    }

    private V put(K about, Supplier<V> question, CompletableFuture<V> mine) {
        try {
            // Whoever was before may have left its answer between the look above and the place taken.
            V known = answered.getIfPresent(about);
            V answer = known == null ? question.get() : known;
            if (known == null) {
                answered.put(about, answer);
            }
            mine.complete(answer);
            return answer;
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(about, mine);
            // Never left waiting, whatever happened.
            mine.cancel(false);
        }
    }

    private static <V> V await(CompletableFuture<V> running) {
        try {
            return running.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
