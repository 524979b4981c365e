using System.Runtime.InteropServices;
using Pipeline.Crypto.Kernels.Gcm.Native;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.Gcm.Native;

/// <summary>Which libraries may write into memory of ours.</summary>
public sealed class IpsecMbLibraryTests
{
    [Theory]
    [InlineData(0x0001_0300u, true)]
    [InlineData(0x0001_0301u, false)]
    [InlineData(0x0001_0200u, false)]
    [InlineData(0x0001_0400u, false)]
    [InlineData(0x0001_0500u, false)]
    [InlineData(0x0002_0000u, false)]
    [InlineData(0u, false)]
    public void Takes_only_the_version_whose_structures_were_measured(uint version, bool isTaken)
    {
        Assert.Equal(isTaken, IpsecMbLibrary.IsKnown(version));
    }

    [Fact]
    public void Refuses_a_library_that_does_not_say_its_version()
    {
        Assert.False(IpsecMbLibrary.IsKnown(NativeLibrary.GetMainProgramHandle()));
    }
}
