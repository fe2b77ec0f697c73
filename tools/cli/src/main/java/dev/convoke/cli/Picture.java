package dev.convoke.cli;

import dev.convoke.runtime.problem.FileException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A picture file as a net's input: resized, in RGB or grey, values from 0 to 255. */
final class Picture {
    private Picture() {}

    /**
     * The picture's bytes in the order channel, row, column.
     *
     * @param channels 1 for grey, 3 for colour
     */
    static byte[] read(Path file, int channels, int height, int width) throws DataProblem {
        return planes(resized(decode(file), height, width), channels);
    }

    private static BufferedImage decode(Path file) throws DataProblem {
        try (var in = Files.newInputStream(file)) {
            return Optional.ofNullable(ImageIO.read(in))
                    .orElseThrow(() -> new DataProblem(
                            DataCode.DATA_UNREADABLE,
                            file + ": this is no picture in a format that Java reads",
                            "convert it to PNG or JPEG"));
        } catch (javax.imageio.IIOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DataProblem(
                    DataCode.DATA_UNREADABLE, file + ": the picture is damaged: " + e.getMessage(), "replace the file");
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /** Halved as long as it is more than twice too large, so that every pixel counts, then interpolated. */
    private static BufferedImage resized(BufferedImage image, int height, int width) {
        BufferedImage now = image;
        while (now.getWidth() >= 2 * width && now.getHeight() >= 2 * height) {
            now = scaled(now, now.getHeight() / 2, now.getWidth() / 2);
        }
        return scaled(now, height, width);
    }

    private static BufferedImage scaled(BufferedImage image, int height, int width) {
        if (image.getType() == BufferedImage.TYPE_INT_RGB && image.getWidth() == width && image.getHeight() == height) {
            return image;
        }
        var result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, (at, flags, x, y, w, h) -> false);
        graphics.dispose();
        return result;
    }

    private static byte[] planes(BufferedImage image, int channels) {
        int width = image.getWidth();
        int pixels = width * image.getHeight();
        byte[] bytes = new byte[channels * pixels];
        for (int i = 0; i < pixels; i++) {
            int rgb = image.getRGB(i % width, i / width);
            int red = rgb >> 16 & 0xff;
            int green = rgb >> 8 & 0xff;
            int blue = rgb & 0xff;
            if (channels == 1) {
                // ITU-R BT.601, as PIL's convert("L").
                bytes[i] = (byte) ((red * 299 + green * 587 + blue * 114) / 1000);
            } else {
                bytes[i] = (byte) red;
                bytes[pixels + i] = (byte) green;
                bytes[2 * pixels + i] = (byte) blue;
            }
        }
        return bytes;
    }
}
