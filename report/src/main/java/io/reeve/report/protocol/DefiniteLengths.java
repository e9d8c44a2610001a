package io.reeve.report.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/** A generator that writes long texts in one piece, where Jackson would write chunks that each reader must join. */
final class DefiniteLengths extends JsonGeneratorDelegate {
    DefiniteLengths(JsonGenerator cbor) {
        super(cbor);
    }

    @Override
    public void writeString(String text) throws IOException {
        byte[] utf8 = text.getBytes(UTF_8);
        writeUTF8String(utf8, 0, utf8.length);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        // Half a surrogate pair, as where a text was cut, becomes a question mark as in writeString; Jackson writes no such name.
        String whole = FrameCodec.isWellFormed(name) ? name : new String(name.getBytes(UTF_8), UTF_8);
        writeFieldName(new SerializedString(whole));
    }
}
