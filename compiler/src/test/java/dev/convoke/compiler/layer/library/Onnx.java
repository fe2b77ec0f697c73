package dev.convoke.compiler.layer.library;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As much of ONNX's protobuf messages as conformance cases of single layers need. */
final class Onnx {
    private Onnx() {}

    /** A message: what stands in each field, as {@code Long}, {@code Float} or {@code ByteBuffer}. */
    record Message(Map<Integer, List<Object>> fields) {
        static Message read(ByteBuffer bytes) {
            ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            Map<Integer, List<Object>> fields = new LinkedHashMap<>();
            while (in.hasRemaining()) {
                long tag = varint(in);
                Object value = switch ((int) (tag & 7)) {
                    case 0 -> varint(in);
                    case 1 -> in.getLong();
                    case 2 -> bytes(in);
                    case 5 -> in.getFloat();
                    default -> throw new IllegalArgumentException("wire type " + (tag & 7));
                };
                fields.computeIfAbsent((int) (tag >>> 3), key -> new ArrayList<>())
                        .add(value);
            }
            return new Message(fields);
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = in.get();
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        private static ByteBuffer bytes(ByteBuffer in) {
            int length = (int) varint(in);
            ByteBuffer slice = in.slice(in.position(), length);
            in.position(in.position() + length);
            return slice;
        }

        List<Object> all(int field) {
            return fields.getOrDefault(field, List.of());
        }

        List<Message> messages(int field) {
            return all(field).stream().map(each -> read((ByteBuffer) each)).toList();
        }

        List<String> texts(int field) {
            return all(field).stream()
                    .map(each -> StandardCharsets.UTF_8
                            .decode(((ByteBuffer) each).duplicate())
                            .toString())
                    .toList();
        }

        String text(int field) {
            return texts(field).isEmpty() ? "" : texts(field).get(0);
        }

        /** Whole numbers, packed or not. */
        List<Long> longs(int field) {
            List<Long> longs = new ArrayList<>();
            for (Object each : all(field)) {
                if (each instanceof ByteBuffer packed) {
                    ByteBuffer in = packed.duplicate();
                    while (in.hasRemaining()) {
                        longs.add(varint(in));
                    }
                } else {
                    longs.add((Long) each);
                }
            }
            return longs;
        }
    }

    /** A tensor of floats or whole numbers. */
    record Tensor(String name, List<Integer> extents, double[] values) {
        static Tensor of(Message message) {
            List<Integer> extents =
                    message.longs(1).stream().map(Math::toIntExact).toList();
            int count = extents.stream().reduce(1, (a, b) -> a * b);
            double[] values = new double[count];
            int type = Math.toIntExact(message.longs(2).get(0));
            if (!message.all(9).isEmpty()) {
                ByteBuffer raw =
                        ((ByteBuffer) message.all(9).get(0)).duplicate().order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < count; i++) {
                    values[i] = switch (type) {
                        case 1 -> raw.getFloat();
                        case 6 -> raw.getInt();
                        case 7 -> raw.getLong();
                        case 11 -> raw.getDouble();
                        default -> throw new IllegalArgumentException("data type " + type);
                    };
                }
            } else if (type == 1) {
                int i = 0;
                for (Object each : message.all(4)) {
                    if (each instanceof ByteBuffer packed) {
                        ByteBuffer in = packed.duplicate().order(ByteOrder.LITTLE_ENDIAN);
                        while (in.hasRemaining()) {
                            values[i++] = in.getFloat();
                        }
                    } else {
                        values[i++] = (Float) each;
                    }
                }
            } else {
                List<Long> longs = message.longs(7);
                for (int i = 0; i < count; i++) {
                    values[i] = longs.get(i);
                }
            }
            return new Tensor(message.text(8), extents, values);
        }
    }

    /** A node with its attributes. */
    record Node(String operator, List<String> inputs, List<String> outputs, Map<String, Message> attributes) {
        static Node of(Message message) {
            Map<String, Message> attributes = new LinkedHashMap<>();
            message.messages(5).forEach(each -> attributes.put(each.text(1), each));
            return new Node(message.text(4), message.texts(1), message.texts(2), attributes);
        }

        long whole(String name, long missing) {
            return attributes.containsKey(name) ? attributes.get(name).longs(3).get(0) : missing;
        }

        double real(String name, double missing) {
            return attributes.containsKey(name)
                    ? (Float) attributes.get(name).all(2).get(0)
                    : missing;
        }

        String text(String name, String missing) {
            return attributes.containsKey(name) ? attributes.get(name).text(4) : missing;
        }

        Optional<List<Integer>> wholes(String name) {
            return Optional.ofNullable(attributes.get(name))
                    .map(each -> each.longs(8).stream().map(Math::toIntExact).toList());
        }
    }

    /** A graph of one case. */
    record Model(List<Node> nodes, List<String> inputs, Map<String, Tensor> initialisers) {
        static Model of(Message message) {
            Message graph = message.messages(7).get(0);
            Map<String, Tensor> initialisers = new LinkedHashMap<>();
            graph.messages(5).stream().map(Tensor::of).forEach(each -> initialisers.put(each.name(), each));
            List<String> inputs = graph.messages(11).stream()
                    .map(each -> each.text(1))
                    .filter(name -> !initialisers.containsKey(name))
                    .toList();
            return new Model(graph.messages(1).stream().map(Node::of).toList(), inputs, initialisers);
        }
    }
}
