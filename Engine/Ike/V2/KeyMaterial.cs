using Pipeline.Crypto;

namespace Pipeline.Engine.Ike.V2;

/// <summary>A run of derived bytes that is cut into keys, in the order in which they are taken.</summary>
/// <param name="bytes">The run; erased with this.</param>
internal sealed class KeyMaterial(SecretBytes bytes) : IDisposable
{
    private int _taken;

    /// <summary>The next key.</summary>
    /// <param name="length">Bytes of key; may be 0.</param>
    internal SecretBytes Take(int length)
    {
        var key = new SecretBytes(bytes.Span.Slice(_taken, length));
        _taken += length;
        return key;
    }

    /// <summary>Erases the run, not the keys that were taken.</summary>
    public void Dispose() => bytes.Dispose();
}
