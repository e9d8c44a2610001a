package io.reeve.http;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * The reader of a request's body, which blocks no thread and is bounded in bytes and time. Undertow itself would drain a
 * body of any length before it answers, however long that takes.
 *
 * <p>Bytes beyond the kept ones are read and discarded up to a limit, because a client that is still sending when the
 * connection is closed does not see the response.
 */
public final class RequestBody {
    private static final long DISCARD_BYTES = 8L << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** The body that arrived. */
    public sealed interface Result {
        /** The whole body. */
        @SuppressWarnings("ArrayRecordComponent")
        record Whole(byte[] bytes) implements Result {}

        /** A body of more bytes than were to be kept. */
        record TooLarge() implements Result {}
    }

    private final HttpServerExchange exchange;
    private final int keep;
    private final Duration deadline;
    private final Consumer<Result> then;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long seen;
    private boolean done;

    private RequestBody(HttpServerExchange exchange, int keep, Duration deadline, Consumer<Result> then) {
        this.exchange = exchange;
        this.deadline = deadline;
        this.keep = keep;
        this.then = then;
    }

    /**
     * Reads the body, then calls {@code then} once, on the exchange's I/O thread. If the body does not arrive within 10 s,
     * answers 408 and does not call {@code then}; if the connection breaks, neither. Call it on the I/O thread.
     *
     * @param keep the number of bytes to keep; 0 to discard the body
     */
    public static void read(HttpServerExchange exchange, int keep, Consumer<Result> then) {
        read(exchange, keep, DEADLINE, then);
    }

    /** Reads the body like {@link #read(HttpServerExchange, int, Consumer)}, with another deadline. */
    public static void read(HttpServerExchange exchange, int keep, Duration deadline, Consumer<Result> then) {
        if (exchange.isRequestComplete() || !exchange.isRequestChannelAvailable()) { // none, or already read
            then.accept(new Result.Whole(new byte[0]));
            return;
        }
        new RequestBody(exchange, keep, deadline, then).start();
    }

    /**
     * Prepares the body for whoever reads it otherwise: {@code 100 Continue} is sent before the first read, and the size has no
     * bound. The listener does it for each request.
     */
    public static void prepare(HttpServerExchange exchange) {
        var _ = BodyGuard.install(exchange);
    }

    private void start() {
        prepare(exchange);
        boolean asks = HttpContinue.requiresContinueResponse(exchange);
        long limit = asks ? keep : Math.max(keep, DISCARD_BYTES);
        boolean unwanted = asks && keep == 0;
        if (unwanted || exchange.getRequestContentLength() > limit) {
            giveUpReading();
            return;
        }
        XnioExecutor.Key timer = exchange.getIoThread()
                .executeAfter(this::late, deadline.toMillis(),
                        TimeUnit.MILLISECONDS);
        exchange.addExchangeCompleteListener((_, next) -> {
            timer.remove();
            next.proceed();
        });
        exchange.getRequestReceiver().receivePartialBytes(this::received, this::broken);
    }

    private void received(HttpServerExchange ignored, byte[] bytes, boolean last) {
        if (done) {
            return;
        }
        seen += bytes.length;
        if (seen <= keep) {
            kept.writeBytes(bytes);
        }
        if (last) {
            finish(seen <= keep ? new Result.Whole(kept.toByteArray()) : new Result.TooLarge());
        } else if (seen > Math.max(keep, DISCARD_BYTES)) {
            giveUpReading();
        }
    }

    private void giveUpReading() {
        exchange.setPersistent(false);
        finish(new Result.TooLarge());
    }

    private void finish(Result result) {
        done = true;
        then.accept(result);
    }

    private void broken(HttpServerExchange ignored, IOException e) {
        if (done) {
            return;
        }
        if (e instanceof Receiver.RequestToLargeException) {
            giveUpReading();
            return;
        }
        done = true;
        IoUtils.safeClose(exchange.getConnection());
    }

    private void late() {
        if (done || exchange.isComplete()) {
            return;
        }
        done = true;
        exchange.setPersistent(false);
        Answers.error(exchange, 408, "the request's body did not come within " + deadline.toMillis() + " ms");
    }
}
