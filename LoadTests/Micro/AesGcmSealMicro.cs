using BenchmarkDotNet.Attributes;
using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Baselines;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Micro;

/// <summary>What does it cost to seal a packet with AES-128-GCM, in batches of 64?</summary>
public class AesGcmSealMicro
{
    private const int Packets = 64;

    private KernelWork _work = null!;

    /// <summary>Bytes of the inner packet.</summary>
    [Params(64, 1420)]
    public int Size { get; set; }

    /// <summary>Makes the batch.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        if (!CipherSuite.TryFind("aes128-gcm", out CipherSuite suite, out string refusal))
        {
            throw new InvalidOperationException(refusal);
        }

        _work = new KernelWork(new CipherLoad(suite, Size, PathDirection.Outbound, Packets), suite.Transform);
    }

    /// <summary>Erases the key.</summary>
    [GlobalCleanup]
    public void CleanUp() => _work.Dispose();

    /// <summary>A batch.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public void Seal() => _work.Run();
}
