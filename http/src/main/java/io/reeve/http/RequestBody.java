package io.reeve.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Receiver;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
    private static final Duration DEADLINE = Duration.ofSeconds(10);

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
     * Reads the body, then calls back, once, on the exchange's I/O thread. A body that does not come in time is answered
     * 408 without calling back, one that breaks off not at all. Call it on the I/O thread.
     */
    public static void read(HttpServerExchange exchange, int keep, Consumer<Result> then) {
        read(exchange, keep, DEADLINE, then);
    }

    public static void read(HttpServerExchange exchange, int keep, Duration deadline, Consumer<Result> then) {
        if (exchange.isRequestComplete()) {
            then.accept(new Result.Whole(new byte[0]));
            return;
        }
        new RequestBody(exchange, keep, deadline, then).start();
    }

    private void start() {
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
        if (asks) {
            HttpContinue.sendContinueResponse(exchange, new Continued());
        } else {
            receive();
        }
    }

    private void receive() {
        exchange.getRequestReceiver().receivePartialBytes(this::received, this::broken);
    }

    /** What follows on {@code 100 Continue}, which Undertow's receiver does not send by itself. */
    private final class Continued implements IoCallback {
        @Override
        public void onComplete(HttpServerExchange ignored, @Nullable Sender sender) {
            receive();
        }

        @Override
        public void onException(HttpServerExchange ignored, @Nullable Sender sender, IOException e) {
            broken(ignored, e);
        }
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
