package io.reeve.maps;

import java.io.IOException;
import java.util.List;

/**
 * How a map is made of bytes and back; the store knows nothing else of it.
 *
 * @param <M> the map, an immutable value
 */
public interface MapFormat<M> {
    /** The map before the first change, at epoch 0. */
    M empty();

    /** The epoch of a map. */
    long epoch(M map);

    /** The whole map, in pieces of at most some 100 KiB. */
    List<byte[]> pieces(M map);

    /** Reads {@link #pieces}. */
    M whole(List<byte[]> pieces) throws IOException;

    /** The map one epoch later. */
    M apply(M map, byte[] delta) throws IOException;

    /** The same map under a later epoch: what the epochs between changed cannot be read. */
    M at(M map, long epoch);
}
