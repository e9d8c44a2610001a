package io.reeve.modulehost.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class RehearsalThreadsTest {
    private final ThreadFactory ofManager = HostThreads.factory("manager");

    private static CompletableFuture<Boolean> isMarked(ThreadFactory threads) {
        CompletableFuture<Boolean> marked = new CompletableFuture<>();
        threads.newThread(() -> marked.complete(RehearsalThreads.isCurrent())).start();
        return marked;
    }

    @Test
    void everyThreadThatARehearsalMakesIsMarked() {
        CompletableFuture<Boolean> pool = new CompletableFuture<>();
        CompletableFuture<Boolean> virtual = new CompletableFuture<>();
        CompletableFuture<Boolean> bare = new CompletableFuture<>();
        RehearsalThreads.thread("rehearsal", () -> {
            pool.complete(isMarked(HostThreads.factory("rehearsal")).join());
            virtual.complete(isMarked(Thread.ofVirtual().factory()).join());
            bare.complete(isMarked(Thread.ofPlatform().inheritInheritableThreadLocals(false).factory()).join());
        }).start();
        assertThat(bare.join()).isTrue();
        assertThat(pool.join()).isTrue();
        assertThat(virtual.join()).isTrue();
    }

    @Test
    void aThreadOfAManagersPoolIsNotMarkedWhoeverHasItMade() {
        CompletableFuture<Boolean> marked = new CompletableFuture<>();
        RehearsalThreads.thread("rehearsal", () -> marked.complete(isMarked(ofManager).join())).start();
        assertThat(marked.join()).isFalse();
    }

    @Test
    void anyOtherThreadIsNotMarked() {
        assertThat(RehearsalThreads.isCurrent()).isFalse();
        assertThat(isMarked(Thread.ofVirtual().factory()).join()).isFalse();
    }
}
