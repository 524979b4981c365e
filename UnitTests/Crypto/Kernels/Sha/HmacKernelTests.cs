using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.Sha;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.Sha;

/// <summary>HMAC in lanes, on every set of kernels: RFC 2202, 4231 and 4868, and the platform's HMAC.</summary>
public sealed unsafe class HmacKernelTests
{
    private const int IcvMargin = 8;

    private static readonly string[] Hashes = ["SHA1", "SHA256", "SHA384", "SHA512"];
    private static readonly string[] VectorFiles = ["Crypto/rfc2202", "Crypto/rfc4231", "Crypto/rfc4868"];

    public static TheoryData<string, string> All => [.. KernelSets.Supported.SelectMany(set => Hashes.Select(hash => (set.Name, hash)))];

    public static TheoryData<string> Sets => [.. KernelSets.Supported.Select(set => set.Name)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Computes_the_published_values_however_the_input_is_divided(string set)
    {
        foreach (VectorCase vector in VectorFiles.SelectMany(VectorFile.Read))
        {
            if (vector.Text("hash") == "MD5")
            {
                continue;
            }

            HmacKernel kernel = Find(set, vector.Text("hash"));
            int icvLength = vector.Bytes("mac").Length;
            for (int step = 0; step < 4; step++)
            {
                Message message = new(vector.Bytes("key"), vector.Bytes("input"), First: vector.Bytes("input").Length / 4 * step, Middle: 5);

                Assert.Equal(vector.Text("mac"), Convert.ToHexStringLower(Compute(kernel, [message], icvLength)[0]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Agrees_with_the_platform_at_every_length(string set, string hash)
    {
        HmacKernel kernel = Find(set, hash);
        var random = new Random(1);
        byte[] key = Bytes(random, 40);
        for (int length = 0; length <= 300; length++)
        {
            byte[] text = Bytes(random, length);
            Message[] messages =
            [
                new(key, text, First: length, Middle: 0),
                new(key, text, First: length, Middle: 0, HighSequence: 0x0102_0304),
                new(key, text, First: length / 2, Middle: Math.Min(16, length / 3)),
                new(key, text, First: length - Math.Min(length, 20), Middle: 0, HighSequence: 7),
            ];

            AssertRight(kernel, hash, messages);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Agrees_with_the_platform_on_batches_of_unequal_messages(string set, string hash)
    {
        HmacKernel kernel = Find(set, hash);
        var random = new Random(2);
        byte[][] keys = [.. Enumerable.Range(0, 7).Select(index => Bytes(random, index * 25))];
        foreach (int count in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 256])
        {
            Message[] messages = [.. Enumerable.Range(0, count).Select(_ =>
            {
                int length = random.Next(4) == 0 ? random.Next(9_000) : random.Next(300);
                bool isWhole = random.Next(3) != 0;
                int first = isWhole ? length : random.Next(length + 1);
                int middle = isWhole ? 0 : Math.Min(random.Next(17), length - first);
                uint? high = random.Next(2) == 0 ? (uint)random.Next() : null;
                return new Message(keys[random.Next(keys.Length)], Bytes(random, length), first, middle, high);
            })];

            AssertRight(kernel, hash, messages);
        }
    }

    private static void AssertRight(HmacKernel kernel, string hash, Message[] messages)
    {
        int whole = Platform(hash, messages[0]).Length;
        foreach (int icvLength in (int[])[12, whole])
        {
            byte[][] icvs = Compute(kernel, messages, icvLength);
            for (int index = 0; index < messages.Length; index++)
            {
                Assert.Equal(Platform(hash, messages[index])[..icvLength], icvs[index]);
            }
        }
    }

    /// <summary>Runs one batch; the parts of a message lie apart unless there is only one, and nothing but the ICV may change.</summary>
    private static byte[][] Compute(HmacKernel kernel, Message[] messages, int icvLength)
    {
        int count = messages.Length;
        PinnedBytes[] parts = [.. messages.SelectMany(message => message.Parts.Select(Pinned))];
        PinnedBytes[] before = [.. messages.SelectMany(message => message.Parts.Select(Pinned))];
        PinnedBytes[] icvs = [.. messages.Select(_ => Pinned(new byte[icvLength + (2 * IcvMargin)]))];
        PinnedBytes[] states = [.. messages.Select(message =>
        {
            byte[] expanded = new byte[kernel.StatesLength];
            kernel.Expand(message.Key, expanded);
            return Pinned(expanded);
        })];
        var jobs = new MacJob[count];
        for (int index = 0; index < count; index++)
        {
            PinnedBytes first = parts[3 * index], middle = parts[(3 * index) + 1], last = parts[(3 * index) + 2];
            jobs[index] = new MacJob
            {
                States = states[index].Pointer,
                Icv = icvs[index].Pointer + IcvMargin,
                HighSequence = messages[index].HighSequence ?? 0xFFFF_FFFF,
                HasHighSequence = messages[index].HighSequence is not null,
            };
            jobs[index].SetParts(first.Pointer, first.Length, middle.Pointer, middle.Length, last.Pointer, last.Length);
        }

        fixed (MacJob* all = jobs)
        {
            kernel.Compute(all, count, icvLength);
        }

        Assert.All(parts.Zip(before), pair => Assert.Equal(pair.Second.Array, pair.First.Array));
        Assert.All(icvs, icv => Assert.False(
            icv.AsSpan(0, IcvMargin).ContainsAnyExcept((byte)0) || icv.AsSpan(icv.Length - IcvMargin, IcvMargin).ContainsAnyExcept((byte)0)));
        return [.. icvs.Select(icv => icv.AsSpan(IcvMargin, icvLength).ToArray())];
    }

    private static HmacKernel Find(string set, string hash)
    {
        HmacKernels kernels = KernelSets.Supported.Single(row => row.Name == set).Hmac;
        return hash switch
        {
            "SHA1" => kernels.Sha1,
            "SHA256" => kernels.Sha256,
            "SHA384" => kernels.Sha384,
            _ => kernels.Sha512,
        };
    }

    private static byte[] Platform(string hash, Message message)
    {
        using var hmac = IncrementalHash.CreateHMAC(new HashAlgorithmName(hash), message.Key);
        hmac.AppendData(message.Text);
        if (message.HighSequence is { } high)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, high);
            hmac.AppendData(bytes);
        }

        return hmac.GetHashAndReset();
    }

    private static PinnedBytes Pinned(byte[] bytes)
    {
        var pinned = PinnedBytes.Allocate(bytes.Length);
        bytes.CopyTo(pinned.Array, 0);
        return pinned;
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed record Message(byte[] Key, byte[] Text, int First, int Middle, uint? HighSequence = null)
    {
        internal byte[][] Parts
        {
            get
            {
                int first = Math.Min(First, Text.Length);
                int middle = Math.Min(Middle, Text.Length - first);
                return [Text[..first], Text[first..(first + middle)], Text[(first + middle)..]];
            }
        }
    }
}
