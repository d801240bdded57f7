//! The client of a resource group.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::Client;
use crate::runtime::config::Core;
use crate::runtime::mode::Async;

/// The client of a resource group.
pub struct ResourceGroup<M = Async> {
    core: Arc<Core>,
    mode: PhantomData<M>,
}

impl Client {
    /// Returns the client of a resource group.
    pub(crate) fn resource_group(&self) -> ResourceGroup {
        ResourceGroup::new(&self.core)
    }
}

impl<M> ResourceGroup<M> {
    pub(super) fn new(core: &Arc<Core>) -> Self {
        Self { core: core.clone(), mode: PhantomData }
    }

    /// Returns the configuration.
    #[inline]
    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }
}

impl<M> Clone for ResourceGroup<M> {
    #[inline]
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), mode: PhantomData }
    }
}

impl<M> fmt::Debug for ResourceGroup<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Client { core: self.core.clone() }.fmt(f)
    }
}
