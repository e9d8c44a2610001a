package io.reeve.maps;

import io.reeve.maps.fs.FsMap;
import io.reeve.maps.osd.OsdMap;
import java.io.IOException;
import java.util.List;

/** The formats of the maps in the store. */
final class MapFormats {
    private MapFormats() {}

    /**
     * The format of the OSD map.
     *
     * @param fsid   of the empty map
     * @param millis the time at which the empty map was made, in milliseconds since 1970
     */
    static MapFormat<OsdMap> osd(String fsid, long millis) {
        return new MapFormat<>() {
            @Override
            public OsdMap empty() {
                return OsdMap.empty(fsid, millis);
            }

            @Override
            public long epoch(OsdMap map) {
                return map.epoch();
            }

            @Override
            public List<byte[]> pieces(OsdMap map) {
                return MapCodec.pieces(map);
            }

            @Override
            public OsdMap whole(List<byte[]> pieces) throws IOException {
                return MapCodec.osdMap(pieces);
            }

            @Override
            public OsdMap apply(OsdMap map, byte[] delta) throws IOException {
                return MapCodec.change(delta).apply(map);
            }

            @Override
            public OsdMap at(OsdMap map, long epoch) {
                return map.at(epoch);
            }
        };
    }

    /** The format of the file system map. It is small, so each delta is the whole map. */
    static MapFormat<FsMap> fs() {
        return new MapFormat<>() {
            @Override
            public FsMap empty() {
                return FsMap.EMPTY;
            }

            @Override
            public long epoch(FsMap map) {
                return map.epoch();
            }

            @Override
            public List<byte[]> pieces(FsMap map) {
                return List.of(MapCodec.encode(map));
            }

            @Override
            public FsMap whole(List<byte[]> pieces) throws IOException {
                return MapCodec.fsMap(pieces.getFirst());
            }

            @Override
            public FsMap apply(FsMap map, byte[] delta) throws IOException {
                return MapCodec.fsMap(delta);
            }

            @Override
            public FsMap at(FsMap map, long epoch) {
                return map.at(epoch);
            }
        };
    }
}
