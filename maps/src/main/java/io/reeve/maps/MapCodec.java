package io.reeve.maps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushRule;
import io.reeve.maps.fs.FsMap;
import io.reeve.maps.osd.Osd;
import io.reeve.maps.osd.OsdMap;
import io.reeve.maps.osd.OsdMapChange;
import io.reeve.maps.osd.Pool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of maps and their changes as bytes: one byte for the format, then deflated CBOR. Fields that a newer version
 * has added are ignored.
 */
public final class MapCodec {
    private static final int FORMAT = 1;
    /** The largest size that bytes may inflate to, in case they are garbage. */
    private static final int MAX_INFLATED = 64 * 1024 * 1024;
    private static final int OSDS_IN_PIECE = 2_000;
    private static final ObjectMapper CBOR = new CBORMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private MapCodec() {}

    /** The fields of a map without its storage daemons and devices, which are many. */
    private record Base(long epoch, String fsid, OsdMap.Times times, SortedSet<String> flags, List<Pool> pools,
            int poolMax, long crushVersion, List<Crush.Bucket> buckets, OsdMap.Ratios ratios,
            @Nullable List<CrushRule> rules) {}

    private record Piece(List<Osd> osds, List<Crush.Device> devices) {}

    /** Encodes a change of the OSD map. */
    public static byte[] encode(OsdMapChange change) {
        return write(ChangeForm.of(change));
    }

    /** Decodes {@link #encode(OsdMapChange)}. */
    public static OsdMapChange change(byte[] bytes) throws IOException {
        return read(bytes, ChangeForm.class).change();
    }

    /** Encodes a whole file system map. */
    public static byte[] encode(FsMap map) {
        return write(map);
    }

    /** Decodes {@link #encode(FsMap)}. */
    public static FsMap fsMap(byte[] bytes) throws IOException {
        return read(bytes, FsMap.class);
    }

    /** Encodes a whole OSD map, in pieces that are written one by one. */
    public static List<byte[]> pieces(OsdMap map) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(write(new Base(map.epoch(), map.fsid(), map.times(), map.flags(),
                List.copyOf(map.pools().values()), map.poolMax(), map.crush().version(),
                List.copyOf(map.crush().buckets().values()), map.ratios(), List.copyOf(map.crush().rules().values()))));
        List<Osd> osds = List.copyOf(map.osds().values());
        List<Crush.Device> devices = List.copyOf(map.crush().devices().values());
        for (int i = 0; i < Math.max(osds.size(), devices.size()); i += OSDS_IN_PIECE) {
            pieces.add(write(new Piece(slice(osds, i), slice(devices, i))));
        }
        return pieces;
    }

    private static <T> List<T> slice(List<T> all, int from) {
        return all.subList(Math.min(from, all.size()), Math.min(from + OSDS_IN_PIECE, all.size()));
    }

    /** Decodes {@link #pieces}. */
    public static OsdMap osdMap(List<byte[]> pieces) throws IOException {
        if (pieces.isEmpty()) {
            throw new IOException("an OSD map without a first piece");
        }
        Base base = read(pieces.getFirst(), Base.class);
        SortedMap<Integer, Osd> osds = new TreeMap<>();
        SortedMap<Integer, Crush.Device> devices = new TreeMap<>();
        for (byte[] bytes : pieces.subList(1, pieces.size())) {
            Piece piece = read(bytes, Piece.class);
            piece.osds().forEach(o -> osds.put(o.id(), o));
            piece.devices().forEach(d -> devices.put(d.id(), d));
        }
        SortedMap<Integer, Crush.Bucket> buckets = new TreeMap<>();
        base.buckets().forEach(b -> buckets.put(b.id(), b));
        SortedMap<Integer, Pool> pools = new TreeMap<>();
        base.pools().forEach(p -> pools.put(p.id(), p));
        return new OsdMap(base.epoch(), base.fsid(), base.times(), osds, new TreeSet<>(base.flags()), pools,
                base.poolMax(), new Crush(base.crushVersion(), buckets, devices,
                        Crush.byId(Objects.requireNonNullElse(base.rules(), List.of()))),
                base.ratios());
    }

    private static byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(FORMAT);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
            deflated.write(CBOR.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass().getSimpleName() + " cannot be encoded", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        if (bytes.length == 0 || bytes[0] != FORMAT) {
            throw new IOException(type.getSimpleName() + " in format " + (bytes.length == 0 ? "none" : bytes[0])
                    + "; this software reads format " + FORMAT);
        }
        try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
            byte[] cbor = inflated.readNBytes(MAX_INFLATED);
            if (cbor.length == MAX_INFLATED) {
                throw new IOException(type.getSimpleName() + " is larger than " + MAX_INFLATED + " bytes");
            }
            return CBOR.readValue(cbor, type);
        } catch (IllegalArgumentException e) {
            throw new IOException(type.getSimpleName() + " holds what cannot be: " + e.getMessage(), e);
        }
    }
}
