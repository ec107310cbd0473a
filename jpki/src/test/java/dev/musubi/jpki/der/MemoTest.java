package dev.musubi.jpki.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MemoTest {

    private static byte[] bytes(int number) {
        return ("name " + number).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whenSomethingIsRememberedThenItIsRecalledByItsBytesAlone() {
        Memo<Integer> memo = new Memo<>(64);
        byte[] name = bytes(7);
        assertThat(memo.recall(name, 0, name.length)).isNull();
        assertThat(memo.remember(name, 0, name.length, 7)).isEqualTo(7);
        byte[] inside = ("xx" + "name 7" + "yy").getBytes(StandardCharsets.US_ASCII);
        assertThat(memo.recall(inside, 2, 6)).isEqualTo(7);
        assertThat(memo.recall(inside, 2, 5)).isNull();
        name[0] = 'N';
        assertThat(memo.recall(inside, 2, 6)).isEqualTo(7);
    }

    @Test
    void whenMoreIsRememberedThanFitsThenSomeIsForgottenButNothingIsMixedUp() throws Exception {
        Memo<Integer> memo = new Memo<>(16);
        List<Future<Boolean>> right = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int t = 0; t < 4; t++) {
                Random random = new Random(t);
                right.add(threads.submit(() -> {
                    for (int i = 0; i < 50_000; i++) {
                        int number = random.nextInt(100);
                        byte[] name = bytes(number);
                        Integer known = memo.recall(name, 0, name.length);
                        if (known != null && known != number) {
                            return false;
                        }
                        memo.remember(name, 0, name.length, number);
                    }
                    return true;
                }));
            }
            for (Future<Boolean> future : right) {
                assertThat(future.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void whenTheNumberOfSlotsIsNoPowerOfTwoThenThatIsAnError() {
        assertThatThrownBy(() -> new Memo<>(100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Memo<>(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
