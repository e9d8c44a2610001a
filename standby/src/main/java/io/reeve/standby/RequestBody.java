package io.reeve.standby;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Takes a request's body in without a thread, bounded in bytes and time. Undertow by itself would drain a body of any
 * length, for ever, before it answers.
 *
 * <p>Bytes beyond what is kept are read on for a while, because a client that is still sending when the connection closes
 * does not see the answer.
 */
public final class RequestBody {
    private static final long DISCARD_BYTES = 8L << 20;
    private static final long DEADLINE_SECONDS = 10;

    /** What came. */
    public sealed interface Result {
        /** All of it. */
        @SuppressWarnings("ArrayRecordComponent")
        record Whole(byte[] bytes) implements Result {}

        /** More than was to be kept. */
        record TooLarge() implements Result {}
    }

    private final HttpServerExchange exchange;
    private final int keep;
    private final Consumer<Result> then;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long seen;
    private boolean done;

    private RequestBody(HttpServerExchange exchange, int keep, Consumer<Result> then) {
        this.exchange = exchange;
        this.keep = keep;
        this.then = then;
    }

    /**
     * Reads the body, then calls back, once, on the exchange's I/O thread. A body that does not come in time is answered
     * 408 without calling back, one that breaks off not at all. Call it on the I/O thread.
     */
    public static void read(HttpServerExchange exchange, int keep, Consumer<Result> then) {
        if (exchange.isRequestComplete()) {
            then.accept(new Result.Whole(new byte[0]));
            return;
        }
        new RequestBody(exchange, keep, then).start();
    }

    private void start() {
        if (exchange.getRequestContentLength() > Math.max(keep, DISCARD_BYTES)) {
            giveUpReading();
            return;
        }
        XnioExecutor.Key timer = exchange.getIoThread().executeAfter(this::late, DEADLINE_SECONDS, TimeUnit.SECONDS);
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
        Answers.error(exchange, 408, "the request's body did not come within " + DEADLINE_SECONDS + " s");
    }
}
