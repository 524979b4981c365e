using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.KeyExchange;

/// <summary>Runs an exchange whose private keys, public values and secret are known from a document.</summary>
internal static class GroupVectors
{
    /// <summary>Checks the cases of a file that are of this group; there is one at least.</summary>
    internal static void Check(string file, string name, DiffieHellmanGroup group)
    {
        List<VectorCase> cases = [.. VectorFile.Read(file).Where(vector => vector.Text("group") == name)];
        Assert.NotEmpty(cases);
        foreach (VectorCase vector in cases)
        {
            using InitiatedExchange initiator = group.Initiate(new FixedRandomSource(vector.Bytes("initiatorPrivate")));
            bool answered = group.TryRespond(
                new FixedRandomSource(vector.Bytes("responderPrivate")),
                initiator.PublicValue.Span,
                out byte[] responderValue,
                out SecretBytes? responderSecret);
            bool finished = initiator.TryFinish(responderValue, out SecretBytes? initiatorSecret);

            Assert.True(answered && finished);
            Assert.Equal(vector.Bytes("initiatorPublic"), initiator.PublicValue.ToArray());
            Assert.Equal(vector.Bytes("responderPublic"), responderValue);
            Assert.Equal(vector.Bytes("secret"), responderSecret!.Span);
            Assert.Equal(vector.Bytes("secret"), initiatorSecret!.Span);
        }
    }

    /// <summary>The same private keys on two implementations: same values, same secret.</summary>
    internal static void AssertTwins(DiffieHellmanGroup first, DiffieHellmanGroup second, int seed, int rounds)
    {
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++)
        {
            byte[] initiatorPrivate = new byte[66], responderPrivate = new byte[66];
            random.NextBytes(initiatorPrivate);
            random.NextBytes(responderPrivate);

            using InitiatedExchange one = first.Initiate(new CutRandomSource(initiatorPrivate));
            using InitiatedExchange two = second.Initiate(new CutRandomSource(initiatorPrivate));
            Assert.True(first.TryRespond(
                new CutRandomSource(responderPrivate), two.PublicValue.Span, out byte[] valueOfFirst, out SecretBytes? secretOfFirst));
            Assert.True(second.TryRespond(
                new CutRandomSource(responderPrivate), one.PublicValue.Span, out byte[] valueOfSecond, out SecretBytes? secretOfSecond));

            Assert.Equal(one.PublicValue.ToArray(), two.PublicValue.ToArray());
            Assert.Equal(valueOfFirst, valueOfSecond);
            Assert.Equal(secretOfFirst.Span, secretOfSecond.Span);
            Assert.True(one.TryFinish(valueOfSecond, out SecretBytes? finished));
            Assert.Equal(secretOfFirst.Span, finished.Span);
        }
    }

    private sealed class CutRandomSource(byte[] bytes) : IRandomSource
    {
        public void Fill(Span<byte> destination) => bytes.AsSpan(0, destination.Length).CopyTo(destination);
    }
}
