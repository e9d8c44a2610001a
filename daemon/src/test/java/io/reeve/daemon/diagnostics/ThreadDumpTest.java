package io.reeve.daemon.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.api.command.Text;
import io.reeve.modulehost.threads.HostThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ThreadDumpTest {
    @Test
    void threadsThatWaitForEachOtherStandFirstAndVirtualOnesAreThere() throws Exception {
        ReentrantLock one = new ReentrantLock();
        ReentrantLock other = new ReentrantLock();
        CountDownLatch both = new CountDownLatch(2);
        Thread left = locker("dead-left", one, other, both);
        Thread right = locker("dead-right", other, one, both);
        CountDownLatch end = new CountDownLatch(1);
        Thread virtual = Thread.ofVirtual().name("reeve-a-virtual-one").start(() -> awaitQuietly(end));
        try {
            await().atMost(30, TimeUnit.SECONDS).until(() -> one.hasQueuedThread(left) || one.hasQueuedThread(right));
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> other.hasQueuedThread(left) || other.hasQueuedThread(right));
            String dump = text();
            assertThat(dump.lines().toList().getFirst()).isEqualTo("Deadlocks: 2 threads wait for each other");
            assertThat(dump.substring(0, dump.indexOf("Platform threads: "))).contains("\"dead-left\" #",
                    "\"dead-right\" #", "which \"dead-right\" holds", "ThreadDumpTest.");
            assertThat(dump).contains("a-virtual-one");
        } finally {
            left.interrupt();
            right.interrupt();
            end.countDown();
            left.join();
            right.join();
            virtual.join();
        }
        assertThat(text()).startsWith("Deadlocks: none");
    }

    @Test
    void namesThatAModuleChoseAreNotTold() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch locked = new CountDownLatch(1);
        Thread holder = new Thread(HostThreads.ofModules(), () -> {
            lock.lock();
            try {
                locked.countDown();
                awaitQuietly(end);
            } finally {
                lock.unlock();
            }
        }, "worker of hunter2\n#1 \"hunter2\" RUNNABLE 2026-11-28T05:29:37Z\nhunter2");
        holder.start();
        Thread virtual = Thread.ofVirtual().name("fetch hunter2").start(() -> awaitQuietly(end));
        locked.await();
        Thread waiting = Thread.ofPlatform().daemon().name("the-managers").start(() -> {
            lock.lock();
            try {
                assertThat(end.getCount()).isZero();
            } finally {
                lock.unlock();
            }
        });
        try {
            await().atMost(30, TimeUnit.SECONDS).until(() -> lock.hasQueuedThread(waiting));
            assertThat(text()).doesNotContain("hunter2")
                    .contains("(a thread of a module) #" + holder.threadId() + " WAITING",
                            "#" + holder.threadId() + " (a thread of a module)",
                            "#" + virtual.threadId() + " (a thread of a module) virtual WAITING ",
                            ", which (a thread of a module) holds", "\"the-managers\" #" + waiting.threadId(),
                            "#" + waiting.threadId() + " \"the-managers\" WAITING ", "ThreadDumpTest.awaitQuietly");
        } finally {
            end.countDown();
            holder.join();
            waiting.join();
            virtual.join();
        }
    }

    private static Thread locker(String name, ReentrantLock first, ReentrantLock second, CountDownLatch both) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            first.lock();
            try {
                both.countDown();
                both.await();
                second.lockInterruptibly();
                second.unlock();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                first.unlock();
            }
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text() {
        return ThreadDump.take()
                .parts()
                .stream()
                .map(part -> part instanceof Text.Part.Line(String line) ? line : "")
                .collect(Collectors.joining("\n"));
    }
}
