using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms.Vectors;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms.Vectors;

/// <summary>The packets of the self-test: right on every kernel, and wrong where the vectors alone would have seen nothing.</summary>
public sealed class KnownPacketsTests
{
    public static TheoryData<string> Kernels => [.. KernelSets.Supported.Select(set => set.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_gives_the_answers(string kernel)
    {
        SelfTest.Run(KnownPackets.On(KernelSets.Supported.Single(set => set.Name == kernel)));
    }

    [Theory]
    [InlineData(GcmFault.SealsLongTextsWrong)]
    [InlineData(GcmFault.OpensLongTextsWrong)]
    [InlineData(GcmFault.BelievesEverything)]
    [InlineData(GcmFault.RefusesEverything)]
    public void A_kernel_that_is_right_for_vectors_but_wrong_for_packets_is_found(GcmFault fault)
    {
        KernelSet wrong = KernelSets.Portable with { AesGcm = new WrongGcmKernel(fault) };

        CryptographicException failure = Assert.Throws<CryptographicException>(() => SelfTest.Run(KnownPackets.On(wrong)));

        Assert.Contains("gcm", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_self_test_runs_them()
    {
        HashSet<string> run = [.. KnownAnswers.All.Select(answer => answer.Algorithm)];

        Assert.All(KnownPackets.On(KernelChoice.Chosen), answer => Assert.Contains(answer.Algorithm, run));
    }
}
