using System.Runtime.CompilerServices;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms;
using Pipeline.UnitTests.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>What a kernel leaves on the stack of its thread, where a dump or a later bug would find it.</summary>
public sealed unsafe class ErasedStackTests
{
    private const int Depth = 48 * 1024;
    private const int Warmup = 3;

    /// <summary>Names of the sets that this machine has.</summary>
    public static TheoryData<string> Kernels => [.. KernelSets.Supported.Select(set => set.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void No_half_of_the_key_of_an_SA_is_left_behind(string kernel)
    {
        PacketTransform transform = TestSuites.Find($"chacha20-poly1305 on {kernel}");
        byte[] keyBytes = TestSuites.Bytes(new Random(7539), transform.EncryptionKeyLength);
        using PacketKey key = transform.CreateKey(keyBytes, default);
        foreach (int length in (int[])[0, 40, 700, 1408, 9000])
        {
            TestPacket packet = TestPacket.Create(transform, key, new byte[length]);
            SealJob[] sealJobs = [.. Enumerable.Repeat(packet.SealJob(), 3)];
            OpenJob[] openJobs = [packet.OpenJob()];

            // Once compiled, the call leaves nothing but its own frames.
            for (int round = 0; round <= Warmup; round++)
            {
                Whiten();
                transform.Seal(sealJobs);
                Assert.False(StackHolds(keyBytes), $"Sealing {length} bytes left the key.");
                Whiten();
                transform.Open(openJobs);
                Assert.False(StackHolds(keyBytes), $"Opening {length} bytes left the key.");
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Whiten()
    {
        byte* stack = stackalloc byte[Depth];
        new Span<byte>(stack, Depth).Clear();
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool StackHolds(byte[] key)
    {
        byte* stack = stackalloc byte[Depth];
        var remains = new ReadOnlySpan<byte>(stack, Depth);
        return remains.IndexOf(key.AsSpan(0, 16)) >= 0 || remains.IndexOf(key.AsSpan(16, 16)) >= 0;
    }
}
