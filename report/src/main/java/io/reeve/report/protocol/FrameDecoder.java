package io.reeve.report.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Set;

/** A decoder of bytes to frames. It reads nothing after the first bytes that are not a valid frame. */
public final class FrameDecoder extends ByteToMessageDecoder {
    private static final Set<String> HTTP_STARTS = Set.of("GET ", "POST", "HEAD", "PUT ", "OPTI", "DELE", "CONN",
            "PATC", "TRAC", "PRI ");
    private int limit = Frame.STRANGER_LIMIT;
    private boolean over;

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
            out.add(read(body));
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
