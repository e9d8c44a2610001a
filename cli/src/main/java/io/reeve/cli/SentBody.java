package io.reeve.cli;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The body of one request, which knows whether any of it was handed out. The HTTP client asks for it once it is connected and
 * has sent the headers; so a request that failed before never reached a manager, whatever the reason. Thread-safe.
 */
final class SentBody implements BodyPublisher {
    private enum State {
        WAITING, BEGUN, ABANDONED
    }

    private final BodyPublisher bytes;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    SentBody(byte[] bytes) {
        this.bytes = BodyPublishers.ofByteArray(bytes);
    }

    /** Prevents that it is handed out; false if that is too late. */
    boolean abandon() {
        return state.compareAndSet(State.WAITING, State.ABANDONED) || state.get() == State.ABANDONED;
    }

    @Override
    public long contentLength() {
        return bytes.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        if (state.compareAndSet(State.WAITING, State.BEGUN) || state.get() == State.BEGUN) {
            bytes.subscribe(subscriber);
            return;
        }
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                // Nothing is handed out.
            }

            @Override
            public void cancel() {
                // Nothing was begun.
            }
        });
        subscriber.onError(new IOException("given up before it was sent"));
    }
}
