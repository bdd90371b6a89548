using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace UniBind.Grid.Encoding;

/// <summary>Attaches the execution provider that the options ask for to a session's options.</summary>
/// <remarks>
/// A provider is always attached by name, so that ONNX Runtime fails loudly where it cannot be made; its selection policies fall back to the
/// CPU without a word. TF32 is switched off: it would make a vector depend on the batch that it was computed in by 1e-3.
/// </remarks>
internal static class ExecutionProviders
{
    private const string CudaName = "CUDAExecutionProvider";
    private const string TensorRtName = "TensorrtExecutionProvider";
    private static readonly Lock Libraries = new();
    private static readonly HashSet<string> Registered = new(StringComparer.Ordinal);

    /// <summary>Attaches a provider and tells which: <c>cpu</c>, <c>cuda</c> or <c>tensorrt</c>.</summary>
    /// <exception cref="ProviderUnavailableException">It is not to be had, and the CPU may not stand in.</exception>
    public static string Attach(SessionOptions session, EncoderHostOptions options)
    {
        if (options.Provider == EncoderProvider.Cpu)
            return "cpu";
        try
        {
            if (options.EpLibrary is { } library)
                Register(library);
            if (options.Provider == EncoderProvider.TensorRt)
                AttachOne(session, TensorRtName, options, AttachTensorRt);
            AttachOne(session, CudaName, options, AttachCuda); // takes the nodes that TensorRT leaves
            return options.Provider == EncoderProvider.TensorRt ? "tensorrt" : "cuda";
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or NotSupportedException)
        {
            if (options.AllowCpuFallback)
                return "cpu";
            throw new ProviderUnavailableException(
                $"The encoder silo is to run on {options.Provider} device {options.DeviceId.ToString(CultureInfo.InvariantCulture)}, but that is not to be had ({e.Message.TrimEnd('.')}); "
                + $"ONNX Runtime has {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}. Build with -p:UniBindGpu=true (package Microsoft.ML.OnnxRuntime.Gpu) on a machine with its driver, CUDA and cuDNN, "
                + $"or allow the CPU to stand in (--allow-cpu-fallback, {nameof(EncoderHostOptions)}.{nameof(EncoderHostOptions.AllowCpuFallback)}).", e);
        }
    }

    private static void AttachOne(SessionOptions session, string name, EncoderHostOptions options, Action<SessionOptions, Dictionary<string, string>> attachBuiltIn)
    {
        var environment = OrtEnv.Instance();
        var settings = new Dictionary<string, string>();
        if (name == CudaName)
            settings["use_tf32"] = "0";
        var devices = environment.GetEpDevices().Where(d => d.EpName == name && d.HardwareDevice.Type == OrtHardwareDeviceType.GPU).ToArray();
        if (devices.Length > options.DeviceId)
        {
            session.AppendExecutionProvider(environment, [devices[options.DeviceId]], settings);
            return;
        }

        if (!environment.GetAvailableProviders().Contains(name, StringComparer.Ordinal))
            throw new NotSupportedException($"this build of ONNX Runtime has no {name}");
        settings["device_id"] = options.DeviceId.ToString(CultureInfo.InvariantCulture);
        attachBuiltIn(session, settings);
    }

    private static void AttachCuda(SessionOptions session, Dictionary<string, string> settings)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(settings);
        session.AppendExecutionProvider_CUDA(cuda);
    }

    private static void AttachTensorRt(SessionOptions session, Dictionary<string, string> settings)
    {
        using var tensorRt = new OrtTensorRTProviderOptions();
        tensorRt.UpdateOptions(settings);
        session.AppendExecutionProvider_Tensorrt(tensorRt);
    }

    private static void Register(string library)
    {
        lock (Libraries)
        {
            if (Registered.Contains(library))
                return;
            OrtEnv.Instance().RegisterExecutionProviderLibrary(Path.GetFileNameWithoutExtension(library), library);
            Registered.Add(library);
        }
    }
}
