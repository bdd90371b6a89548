namespace UniBind.Grid.Encoding;

/// <summary>On which kind of device encoders run.</summary>
public enum EncoderProvider
{
    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU, through CUDA.</summary>
    Cuda,

    /// <summary>An NVIDIA GPU, through TensorRT; what TensorRT cannot run goes through CUDA.</summary>
    TensorRt,
}
