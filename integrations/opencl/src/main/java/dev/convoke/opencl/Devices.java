package dev.convoke.opencl;

import static org.jocl.CL.CL_DEVICE_AVAILABLE;
import static org.jocl.CL.CL_DEVICE_COMPILER_AVAILABLE;
import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_TYPE;
import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_DEVICE_TYPE_CPU;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;
import static org.jocl.CL.CL_PLATFORM_NAME;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Finds the devices of this machine and asks what they are. */
final class Devices {
    private static final String ADVICE =
            "install the driver of your GPU, or PoCL, which runs OpenCL on the CPU (Debian: apt-get install"
                    + " pocl-opencl-icd)";

    /** A device that could be used. */
    record Found(cl_platform_id platform, cl_device_id device, OpenClDevice.Description description) {}

    private Devices() {}

    /** All devices that can compile and run kernels, the best first: GPUs, then others, then CPUs. */
    static List<Found> all() {
        load();
        List<Found> found = new ArrayList<>();
        for (cl_platform_id platform : platforms()) {
            for (cl_device_id device : devices(platform)) {
                if (flag(device, CL_DEVICE_AVAILABLE) && flag(device, CL_DEVICE_COMPILER_AVAILABLE)) {
                    found.add(new Found(platform, device, describe(platform, device)));
                }
            }
        }
        found.sort(Comparator.comparing(each -> each.description().kind()));
        return found;
    }

    /** The best device. */
    static Found best() {
        return all().stream()
                .findFirst()
                .orElseThrow(() -> new OpenClException("no OpenCL device was found on this machine", ADVICE));
    }

    // The library is looked for when JOCL is first used; each later use fails in another way, which must not hide the
    // first.
    private static void load() {
        try {
            CL.setExceptionsEnabled(true);
        } catch (LinkageError e) {
            throw new OpenClException("OpenCL cannot be loaded (" + e.getMessage() + ")", ADVICE, e);
        }
    }

    private static cl_platform_id[] platforms() {
        try {
            int[] count = new int[1];
            CL.clGetPlatformIDs(0, null, count);
            cl_platform_id[] platforms = new cl_platform_id[count[0]];
            CL.clGetPlatformIDs(platforms.length, platforms, null);
            return platforms;
        } catch (CLException e) {
            throw new OpenClException("no OpenCL platform was found on this machine", ADVICE, e);
        } catch (UnsatisfiedLinkError | UnsupportedOperationException e) {
            throw new OpenClException("OpenCL cannot be loaded (" + e.getMessage() + ")", ADVICE, e);
        }
    }

    private static cl_device_id[] devices(cl_platform_id platform) {
        try {
            int[] count = new int[1];
            CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, count);
            cl_device_id[] devices = new cl_device_id[count[0]];
            CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, devices.length, devices, null);
            return devices;
        } catch (CLException e) {
            // A platform without devices reports an error; other platforms may have some.
            return new cl_device_id[0];
        }
    }

    private static OpenClDevice.Description describe(cl_platform_id platform, cl_device_id device) {
        long type = number(device, CL_DEVICE_TYPE);
        OpenClDevice.Kind kind = (type & CL_DEVICE_TYPE_GPU) != 0
                ? OpenClDevice.Kind.GPU
                : (type & CL_DEVICE_TYPE_CPU) != 0 ? OpenClDevice.Kind.CPU : OpenClDevice.Kind.OTHER;
        return new OpenClDevice.Description(text(device, CL_DEVICE_NAME), text(platform, CL_PLATFORM_NAME), kind);
    }

    private static boolean flag(cl_device_id device, int what) {
        int[] value = new int[1];
        CL.clGetDeviceInfo(device, what, Sizeof.cl_uint, Pointer.to(value), null);
        return value[0] != 0;
    }

    static long number(cl_device_id device, int what) {
        long[] value = new long[1];
        CL.clGetDeviceInfo(device, what, Sizeof.cl_ulong, Pointer.to(value), null);
        return value[0];
    }

    private static String text(cl_device_id device, int what) {
        long[] size = new long[1];
        CL.clGetDeviceInfo(device, what, 0, null, size);
        byte[] text = new byte[(int) size[0]];
        CL.clGetDeviceInfo(device, what, text.length, Pointer.to(text), null);
        return trimmed(text);
    }

    private static String text(cl_platform_id platform, int what) {
        long[] size = new long[1];
        CL.clGetPlatformInfo(platform, what, 0, null, size);
        byte[] text = new byte[(int) size[0]];
        CL.clGetPlatformInfo(platform, what, text.length, Pointer.to(text), null);
        return trimmed(text);
    }

    /** Texts of OpenCL end with a zero byte. */
    static String trimmed(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
}
