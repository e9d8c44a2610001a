package io.reeve.report.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Set;

/**
 * A decoder of bytes to frames. It reads nothing after the first bytes that are not a valid frame. What it holds of a frame
 * that is not complete lies on the heap, takes no more room than that frame, and is on its account.
 */
public final class FrameDecoder extends ByteToMessageDecoder {
    private static final Set<String> HTTP_STARTS = Set.of("GET ", "POST", "HEAD", "PUT ", "OPTI", "DELE", "CONN",
            "PATC", "TRAC", "PRI ");
    private int limit = Frame.STRANGER_LIMIT;
    private FrameAccount account = FrameAccount.UNLIMITED;
    private int onAccount;
    private boolean over;

    public FrameDecoder() {
        setCumulator((allocator, held, more) -> held(held, more));
    }

    /** Sets the account that the held bytes are on from now on; the one before holds nothing any more. */
    public void account(FrameAccount next) throws NotOursException {
        account.holds(0);
        account = next;
        next.holds(onAccount);
    }

    private static ByteBuf held(ByteBuf held, ByteBuf more) {
        try {
            int all = held.readableBytes() + more.readableBytes();
            if (held.maxWritableBytes() >= more.readableBytes()
                    && held.capacity() - held.writerIndex() >= more.readableBytes()) {
                return held.writeBytes(more);
            }
            ByteBuf larger = Unpooled.buffer(room(held, all));
            larger.writeBytes(held).writeBytes(more);
            held.release();
            return larger;
        } finally {
            more.release();
        }
    }

    /** Twice the room that is needed, but no more than the frame takes that has begun. */
    private static int room(ByteBuf held, int needed) {
        if (held.readableBytes() < Integer.BYTES) {
            return needed;
        }
        long frame = (long) Integer.BYTES + held.getInt(held.readerIndex());
        return (int) Math.max(needed, Math.min(frame, 2L * needed));
    }

    /** Sets the largest frame to accept, in bytes, now that the sender is known. */
    public void trust(int bytes) {
        limit = bytes;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws NotOursException {
        if (over) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < Integer.BYTES) {
            holdsNothing(); // a length that is not complete costs no more than the connection
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length <= 0 || length > limit) {
            over = true;
            throw notOurs(in, length);
        }
        if (in.readableBytes() >= Integer.BYTES + length) {
            byte[] body = new byte[length];
            in.skipBytes(Integer.BYTES).readBytes(body);
            holdsNothing();
            out.add(read(body));
        } else {
            holds(in);
        }
    }

    private void holdsNothing() throws NotOursException {
        onAccount = 0;
        account.holds(0);
    }

    private void holds(ByteBuf in) throws NotOursException {
        try {
            onAccount = in.capacity();
            account.holds(onAccount);
        } catch (NotOursException e) {
            over = true;
            onAccount = 0;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }

    private Frame read(byte[] body) throws NotOursException {
        try {
            return FrameCodec.read(body);
        } catch (NotOursException e) {
            over = true;
            throw e;
        }
    }

    private NotOursException notOurs(ByteBuf in, int length) {
        String start = in.toString(in.readerIndex(), Integer.BYTES, ISO_8859_1);
        byte[] shown = ByteBufUtil.getBytes(in, in.readerIndex(), Math.min(in.readableBytes(), 32));
        if (HTTP_STARTS.contains(start)) {
            return new NotOursException("an HTTP request", true);
        }
        if (start.startsWith("\u0016\u0003")) {
            return new NotOursException("a TLS handshake, and this port speaks no TLS");
        }
        return new NotOursException("a frame length of " + Integer.toUnsignedString(length) + " where 1 to " + limit
                + " is allowed; the bytes begin with '" + WireText.printable(shown, 32) + "'");
    }
}
