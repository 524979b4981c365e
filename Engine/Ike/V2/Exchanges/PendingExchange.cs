using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>An exchange that we began and whose answer we wait for. One file for each kind.</summary>
internal abstract record PendingExchange
{
    /// <summary>Takes the answer. The exchange is not pending any more.</summary>
    internal abstract void Finish(EstablishedStep step, IkeMessage reply);

    /// <summary>Erases a private key, and keys that nobody has taken, if there are any. Again is harmless.</summary>
    internal virtual void EraseSecrets()
    {
    }
}
